"""`python -m remit` is the remit command."""

from remit.cli.main import main

main()
