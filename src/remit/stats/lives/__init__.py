"""Lives with a known truth: what a test of one life does when memory and time play their tricks."""
