"""The found world in a file, for those who have no credentials: what is kept of it, and what it then cannot say."""
