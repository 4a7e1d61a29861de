"""What other houses do at each look of the worker."""

from django.dispatch import Signal

# Sent with `now` before anybody is told further, so that what it raises is told in the same round.
worker_looks = Signal()
