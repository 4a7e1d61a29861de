"""The practice house: workshops, days, check-ins, flares."""
