"""Django begins here and nowhere else.

`start()` is the one door for code that is not itself a web page (the CLI, scripts, the demo).
"""

import os

import django
from django.apps import apps


def start() -> None:
    """Read the settings and load the houses; safe to call again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit.web.settings")
    if not apps.ready:
        django.setup()
