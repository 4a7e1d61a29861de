"""Who gets what by lot: lists from a plan and a seed, and minimisation."""
