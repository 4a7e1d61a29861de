"""Forms and answers: the one form builder, screening and instruments."""
