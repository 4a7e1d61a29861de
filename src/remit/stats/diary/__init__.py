"""One person's diary: does yesterday's stress go with today's pain, beyond what pain does alone?"""
