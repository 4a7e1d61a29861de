"""Settings from the environment, the checks of bad ones, and serving."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as live
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from remit.errors import UsageError
from remit.web import settings as module
from remit.web.people import serving
from remit.web.people.checks import check_settings


def _ids():
    return {message.id for message in check_settings()}


def test_the_test_settings_are_sound():
    assert _ids() == set()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"REMIT_DEMO": True, "ALLOWED_HOSTS": ["remit.example"]}, {"remit.E001", "remit.W001"}),
        ({"DEBUG": True, "ALLOWED_HOSTS": ["remit.example"]}, {"remit.E002", "remit.W001"}),
        ({"ALLOWED_HOSTS": ["*"], "REMIT_TLS": True}, {"remit.E003"}),
        ({"ALLOWED_HOSTS": ["remit.example"]}, {"remit.W001"}),
        ({"ALLOWED_HOSTS": ["remit.example"], "REMIT_TLS": True}, set()),
        ({"REMIT_DEMO": True}, set()),
    ],
)
def test_bad_settings_are_named(settings, changes, expected):
    for name, value in changes.items():
        setattr(settings, name, value)
    assert _ids() == expected


def test_a_readable_key_is_named(settings, tmp_path):
    settings.KEY_FILE = tmp_path / "site.key"
    settings.KEY_FILE.write_text("x")
    settings.KEY_FILE.chmod(0o644)
    assert _ids() == {"remit.E005"}


def test_the_secret_is_made_once_and_private():
    secret = Path(live.DATA_DIR) / "secret"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert live.SECRET_KEY == secret.read_text() == module._secret(Path(live.DATA_DIR))
    assert len(live.SECRET_KEY) > 60


def test_postgres_addresses():
    parts = module._postgres("postgresql://ann:p%40ss@db.example:5433/remit")
    assert (parts["USER"], parts["PASSWORD"], parts["HOST"], parts["PORT"], parts["NAME"]) == (
        "ann",
        "p@ss",
        "db.example",
        "5433",
        "remit",
    )
    assert module._postgres("postgresql://postgres:@/x?host=/tmp/s")["HOST"] == "/tmp/s"
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        module._postgres("mysql://x")


def test_mail_addresses():
    parts = module._mail("smtp+tls://u:p@mail.example:587")
    assert (parts["EMAIL_HOST"], parts["EMAIL_PORT"], parts["EMAIL_USE_TLS"]) == (
        "mail.example",
        587,
        True,
    )
    with pytest.raises(ImproperlyConfigured):
        module._mail("http://x")


def test_sqlite_is_set_for_safety(db):
    if connection.vendor != "sqlite":
        pytest.skip("SQLite only")
    with connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
    }


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"cert": Path("a"), "key": None}, "together"),
        ({"cert": None, "key": Path("a")}, "together"),
    ],
)
def test_serving_refuses_half_a_certificate(options, words):
    with pytest.raises(UsageError, match=words):
        serving.check_serving(host="localhost", processes=1, **options)


def test_a_demo_is_served_on_this_machine_only(settings):
    settings.REMIT_DEMO = True
    with pytest.raises(UsageError, match="this machine only"):
        serving.check_serving(host="0.0.0.0", cert=None, key=None, processes=1)


def test_sqlite_is_served_by_one_process():
    if connection.vendor == "sqlite":
        with pytest.raises(UsageError, match="one process"):
            serving.check_serving(host="localhost", cert=None, key=None, processes=2)
    else:
        serving.check_serving(host="localhost", cert=None, key=None, processes=2)


def test_plain_http_says_what_does_not_work_elsewhere_only():
    assert serving.limits_of_plain_http("localhost", tls=False) == ""
    assert serving.limits_of_plain_http("0.0.0.0", tls=True) == ""
    assert "passkeys" in serving.limits_of_plain_http("0.0.0.0", tls=False)
    assert serving.address(host="127.0.0.1", port=8000, tls=False) == "http://localhost:8000"


def test_the_migrations_are_complete(db):
    from django.core.management import call_command

    call_command("makemigrations", "people", check=True, dry_run=True, verbosity=0)


def test_a_verb_without_the_web_part_says_what_to_install(tmp_path):
    code = (
        "import sys; sys.modules['django'] = None\n"
        "from remit.cli.serve import start_web\n"
        "from remit.errors import UsageError\n"
        "try: start_web()\n"
        "except UsageError as error: print(error)\n"
    )
    environment = {**os.environ, "REMIT_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert "pip install 'remit[web]'" in done.stdout, done.stderr


def test_help_does_not_import_django():
    code = (
        "import sys, remit.cli.serve, remit.cli.audit, remit.cli.backup;"
        "print('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
