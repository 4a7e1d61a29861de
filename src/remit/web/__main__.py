"""`python -m remit.web VERB`: Django's own commands (migrate, makemigrations, shell, ...)."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit.web.settings")
    execute_from_command_line(sys.argv)
