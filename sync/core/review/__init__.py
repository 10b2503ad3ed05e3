"""What a change of the registry does, and which callers it hurts: judged on values alone."""
