"""Flares of one person as recurrent events: what came before them, day by day."""
