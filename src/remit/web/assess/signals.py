"""What other houses may hear of a form."""

from django.dispatch import Signal

# Sent with `sheet`, `values`, `by` and `now`, in the transaction that finishes the sheet.
sheet_finished = Signal()
