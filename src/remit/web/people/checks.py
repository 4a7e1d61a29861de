"""`python -m remit.web check`: settings that would hurt, named before the first page."""

import stat
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Caution

_LOCAL = {"localhost", "127.0.0.1", "[::1]", "testserver"}


@register()
def check_settings(**_: Any) -> list[CheckMessage]:
    return [*_check_hosts(), *_check_files()]


def _check_hosts() -> list[CheckMessage]:
    elsewhere = [host for host in settings.ALLOWED_HOSTS if host not in _LOCAL]
    found: list[CheckMessage] = []
    if settings.REMIT_DEMO and elsewhere:
        found.append(
            Error(
                "A demo, whose sign-ins are public, must stay on the local machine.",
                hint="Unset REMIT_DEMO or REMIT_ALLOWED_HOSTS.",
                id="remit.E001",
            )
        )
    if settings.DEBUG and elsewhere:
        found.append(
            Error(
                "Debug pages show what they should not to other machines.",
                hint="Unset REMIT_DEBUG.",
                id="remit.E002",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        found.append(
            Error(
                "REMIT_ALLOWED_HOSTS must name the hosts.",
                hint="Forged host names would end up in password links.",
                id="remit.E003",
            )
        )
    if elsewhere and not settings.REMIT_TLS:
        found.append(
            Caution(
                "Passwords travel readable, and private writing and offline use do not work.",
                hint="Use `remit serve --cert --key`, or a proxy with REMIT_TLS=1.",
                id="remit.W001",
            )
        )
    return found


def _check_files() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    secret = Path(settings.DATA_DIR) / "secret"
    for number, file in enumerate((secret, Path(settings.KEY_FILE)), start=4):
        if file.exists() and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            found.append(
                Error(
                    f"Other users of this machine may read {file}.",
                    hint=f"Run: chmod 600 {file}",
                    id=f"remit.E00{number}",
                )
            )
    return found
