"""How well and how fast renamed and moved functions are found: made-up worlds, the fit of the weights, peers, figures."""
