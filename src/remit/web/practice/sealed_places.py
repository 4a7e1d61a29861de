"""Where the sealed columns of episodes are; a value opens only in its own place."""

from typing import Final

EPISODE: Final = ("practice_episode", "sealed_episode")
RATING: Final = ("practice_rerating", "sealed_rating")
