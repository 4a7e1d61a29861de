"""A backup restored elsewhere equals the original; a damaged one is refused."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection

from remit.cli.backup import backup as backup_verb
from remit.errors import Conflict, IntegrityFailure, InvalidInput, NotFound, UsageError
from remit.web.people import actions, backup, key_file

sqlite_only = pytest.mark.skipif(
    os.environ.get("REMIT_TEST_DATABASE") == "postgres", reason="for the embedded database only"
)


@pytest.fixture
def saved(committed_people, tmp_path, now):
    folder = tmp_path / "monday"
    backup.backup(folder, now=now)
    return folder


def _rows(file):
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY 1")
        return {
            name: sorted(database.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
            for (name,) in names.fetchall()
        }


def _remit(code, data_dir):
    """Run a line of Python in a process of its own, on another data folder."""
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("REMIT_")},
        "REMIT_DATA_DIR": str(data_dir),
        "REMIT_KEY_FILE": str(key_file.path()),
    }
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )


_RESTORE = """
import sys
from remit.cli.backup import restore
from remit.errors import UserError
try:
    restore.main({args!r}, standalone_mode=False)
except UserError as error:
    print(error); sys.exit(error.exit_code)
"""


@sqlite_only
def test_a_backup_restored_elsewhere_equals_the_original(saved, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    done = _remit(_RESTORE.format(args=[str(saved)]), elsewhere)
    assert done.returncode == 0, done.stderr
    original = _rows(backup.database_file())
    assert _rows(elsewhere / "remit.sqlite3") == original
    assert len(original["people_person"]) == 8
    check = "from remit.cli.audit import audit; audit.main(['verify'], standalone_mode=False)"
    verified = _remit(check, elsewhere)
    assert "events verify" in verified.stdout, verified.stderr
    again = _remit(_RESTORE.format(args=[str(saved)]), elsewhere)
    assert (again.returncode, "There is a database" in again.stdout) == (6, True)
    forced = _remit(_RESTORE.format(args=[str(saved), "--force"]), elsewhere)
    assert forced.returncode == 0, forced.stderr
    assert list(elsewhere.glob("remit.sqlite3.before-*"))


@sqlite_only
def test_the_manifest_names_what_is_inside(saved):
    manifest = json.loads((saved / "manifest.json").read_text())
    assert manifest["rows"]["people_site"] == 2
    assert "people.0001_initial" in manifest["migrations"]
    assert sorted(p.name for p in saved.iterdir()) == ["manifest.json", "remit.sqlite3"]
    assert (saved / "remit.sqlite3").stat().st_mode & 0o077 == 0
    assert backup.verify(saved).audit_links == manifest["audit_links"] > 0
    assert sorted(p.name for p in saved.iterdir()) == ["manifest.json", "remit.sqlite3"]


@sqlite_only
def test_one_altered_byte_is_refused(saved):
    file = saved / "remit.sqlite3"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(IntegrityFailure, match="checksum differs"):
        backup.verify(saved)


@sqlite_only
def test_a_tampered_log_with_a_mended_checksum_is_refused(saved):
    file = saved / "remit.sqlite3"
    with sqlite3.connect(file) as database:
        database.execute("DROP TRIGGER people_auditevent_no_update")
        (row,) = database.execute("SELECT max(id) FROM people_auditevent").fetchone()
        database.execute("UPDATE people_auditevent SET actor = '9' WHERE id = ?", [row])
    database.close()
    manifest = json.loads((saved / "manifest.json").read_text())
    manifest["sha256"] = backup._sha256(file)
    (saved / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(IntegrityFailure, match=f"row {row}: field actor was altered"):
        backup.verify(saved)


@sqlite_only
def test_a_backup_never_overwrites(saved, now):
    with pytest.raises(Conflict, match="never overwrites"):
        backup.backup(saved, now=now)


@sqlite_only
def test_a_newer_backup_is_refused(saved, now, tmp_path, settings, monkeypatch):
    manifest = json.loads((saved / "manifest.json").read_text())
    manifest["migrations"].append("people.9999_future")
    (saved / "manifest.json").write_text(json.dumps(manifest))
    monkeypatch.setattr(backup, "database_file", lambda: tmp_path / "new" / "remit.sqlite3")
    with pytest.raises(InvalidInput, match="newer than this one"):
        backup.restore(saved, now=now)


@sqlite_only
def test_no_backup_there(transactional_db, tmp_path):
    with pytest.raises(NotFound, match="holds no backup"):
        backup.verify(tmp_path)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(IntegrityFailure, match="damaged"):
        backup.verify(tmp_path)


@sqlite_only
def test_a_failed_backup_leaves_nothing(transactional_db, tmp_path, now, monkeypatch):
    monkeypatch.setattr(backup, "_describe", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        backup.backup(tmp_path / "tuesday", now=now)
    assert list(tmp_path.iterdir()) == []


@sqlite_only
def test_the_verb_warns_that_the_key_is_not_inside(transactional_db, tmp_path, now):
    actions.create_site(slug="one", name="One", by=None, now=now)
    result = CliRunner().invoke(backup_verb, [str(tmp_path / "b")])
    assert result.exit_code == 0, result.output
    assert "NOT in the backup" in result.output
    assert key_file.path().read_bytes() not in (tmp_path / "b" / "remit.sqlite3").read_bytes()


@pytest.mark.postgres
def test_on_postgres_the_verbs_name_its_own_tools(db, tmp_path, now):
    assert connection.vendor == "postgresql"
    with pytest.raises(UsageError, match="pg_dump"):
        backup.backup(tmp_path / "b", now=now)
    with pytest.raises(UsageError, match="pg_restore"):
        backup.restore(Path("b"), now=now)
