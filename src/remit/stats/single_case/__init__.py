"""Before and after within one person: one change on a day, or repeated start and stop by lot."""
