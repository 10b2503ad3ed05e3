"""What the tests need built, and what draws the pictures of the documentation."""
