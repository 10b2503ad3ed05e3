"""Contact flows: their function modules, what those call, and which flows mention what."""
