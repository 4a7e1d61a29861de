"""What is signed, sent and shared about a case: explanation, formulation, letters."""
