"""The walk of the programme: what a day holds, what rests, what a rating says, flares."""
