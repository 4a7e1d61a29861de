"""Trials in which people are treated in groups: the group is part of the error, and of the plan."""
