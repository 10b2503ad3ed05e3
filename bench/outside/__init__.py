"""An outsider's judge of the matching of functions: worlds made from the public facts alone, by nobody who knew how it matches.

Nothing here may be fitted to, and nothing here may be changed to suit the matching: it is held out.
"""
