"""Which software made a number."""

from __future__ import annotations

from functools import cache
from importlib import metadata

from remit import __version__


@cache
def software_version() -> str:
    """Return the installed version of Remit, as results carry it."""
    try:
        return f"remit {metadata.version('remit')}"
    except metadata.PackageNotFoundError:
        return f"remit {__version__}"
