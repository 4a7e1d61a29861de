"""The three walks: each function draws one arrow."""
