"""Run the pages: granian, one process with threads on SQLite, as many as wanted on PostgreSQL."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from remit.errors import UsageError

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def serve(
    *,
    host: str,
    port: int,
    cert: Path | None,
    key: Path | None,
    processes: int = 1,
    threads: int = 16,
    migrate: bool = True,
) -> None:
    """Check settings, bring the database up to date, then serve until interrupted."""
    check_serving(host=host, cert=cert, key=key, processes=processes)
    try:
        call_command("check", fail_level="ERROR", verbosity=0)
    except SystemCheckError as error:
        raise UsageError(str(error)) from error
    if migrate:
        call_command("migrate", interactive=False, verbosity=0)
    connection.close()  # the serving processes open their own
    Granian(
        "remit.web.wsgi:application",
        address="127.0.0.1" if host == "localhost" else host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        backlog=1024,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=10_000),
        ssl_cert=cert,
        ssl_key=key,
        log_access=False,
    ).serve()


def check_serving(*, host: str, cert: Path | None, key: Path | None, processes: int) -> None:
    if settings.REMIT_DEMO and host not in LOCAL:
        raise UsageError("A demo, whose sign-ins are public, is served on this machine only.")
    if (cert is None) != (key is None):
        raise UsageError("Give --cert and --key together.")
    if processes > 1 and connection.vendor == "sqlite":
        raise UsageError(
            "SQLite is served by one process with threads. Set REMIT_DATABASE_URL for more."
        )


def address(*, host: str, port: int, tls: bool) -> str:
    """What to type into the browser; passkeys refuse 127.0.0.1, so the name is printed."""
    name = "localhost" if host in LOCAL or host == "0.0.0.0" else host  # noqa: S104  compared only
    return f"{'https' if tls else 'http'}://{name}:{port}"


def limits_of_plain_http(host: str, *, tls: bool) -> str:
    """What will not work, where pages leave this machine without TLS; empty where all does."""
    if tls or settings.REMIT_TLS or host in LOCAL:
        return ""
    return (
        "Without TLS other machines on the network can read passwords and records. Private "
        "writing, offline use and passkeys do not work in browsers on other machines. "
        "Use --cert and --key, or a proxy with TLS and REMIT_TLS=1."
    )
