"""The mixed model for repeated measures: unstructured or structured residuals, no random effect."""
