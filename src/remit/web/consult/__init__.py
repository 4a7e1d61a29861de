"""The consultation: a case, its history, its timeline."""
