"""Before the visit: invitation, consent to be contacted, and what a participant does at home."""
