"""Flags and notices: what must reach whom by when, who is on duty, whom to call in a crisis."""
