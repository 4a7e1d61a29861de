"""Back up, verify and restore the embedded database. The site key is never inside a backup.

A backup is a folder: `remit.sqlite3` (one plain file, no journal beside it) and `manifest.json`.
"""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from remit.errors import Conflict, IntegrityFailure, InvalidInput, NotFound, UsageError
from remit.web.people import audit
from remit.web.people.app_version import app_version

DATABASE = "remit.sqlite3"
MANIFEST = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    format: int
    made_at: str
    app_version: str
    sha256: str
    rows: dict[str, int]
    migrations: list[str]
    audit_head: str
    audit_links: int


def backup(folder: Path, *, now: datetime) -> Manifest:
    """Write a backup into a new folder while Remit may go on running.

    Raises:
        Conflict: the folder exists.
        IntegrityFailure: what would be saved does not verify.
    """
    _check_embedded("pg_dump --format=custom --file=remit.dump")
    if folder.exists():
        raise Conflict(f"{folder} exists; a backup never overwrites. Name a new folder.")
    source = database_file()
    if not source.exists():
        raise NotFound(f"There is no database at {source} yet.")
    partial = folder.with_name(f".{folder.name}.{os.getpid()}.partial")
    partial.mkdir(mode=0o700, parents=True)
    try:
        copy = partial / DATABASE
        _copy_database(source, copy)
        manifest = _describe(copy, now=now)
        text = json.dumps(asdict(manifest), indent=1, sort_keys=True)
        _write_durably(partial / MANIFEST, text.encode())
        if folder.exists():
            raise Conflict(f"{folder} exists; a backup never overwrites. Name a new folder.")
        partial.rename(folder)
        _sync_folder(folder.parent)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return manifest


def verify(folder: Path) -> Manifest:
    """Check a backup: its checksum, its structure, its rows and its audit chain.

    Raises:
        NotFound: the folder holds no backup.
        IntegrityFailure: something does not verify, or the site key for the chain is missing.
    """
    manifest = _read_manifest(folder)
    copy = folder / DATABASE
    if not copy.exists() or _sha256(copy) != manifest.sha256:
        raise IntegrityFailure(f"{copy} is not the file that was backed up: its checksum differs.")
    found = _describe(copy, now=datetime.fromisoformat(manifest.made_at))
    if found.rows != manifest.rows or found.audit_head != manifest.audit_head:
        raise IntegrityFailure(f"{copy} does not hold the rows that its manifest names.")
    return manifest


def restore(folder: Path, *, now: datetime, force: bool = False) -> Manifest:
    """Verify a backup, then put it in the place of this installation's database.

    Stop Remit first. With `force` an existing database is moved aside, never deleted.

    Raises:
        Conflict: there is a database already and `force` was not given.
        InvalidInput: a newer Remit made the backup.
    """
    _check_embedded("pg_restore --clean --if-exists --dbname=remit remit.dump")
    target = database_file()
    if target.exists() and not force:
        raise Conflict(
            f"There is a database at {target}. Restore into an empty REMIT_DATA_DIR, "
            "or move it aside with --force after stopping Remit."
        )
    manifest = verify(folder)
    _check_not_newer(manifest)
    temporary = target.with_name(f"{target.name}.restoring")
    shutil.copyfile(folder / DATABASE, temporary)
    temporary.chmod(0o600)
    if _sha256(temporary) != manifest.sha256:
        temporary.unlink()
        raise IntegrityFailure("The copy of the backup came out different; check the disk.")
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    connection.close()
    _move_aside(target, now)
    temporary.replace(target)
    _sync_folder(target.parent)
    return manifest


def database_file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _check_embedded(command: str) -> None:
    if connection.vendor != "sqlite":
        raise UsageError(
            "This command is for the embedded database. For PostgreSQL use its own tools: "
            f"{command}; and keep a copy of the site key file apart from the dump."
        )


def _copy_database(source: Path, copy: Path) -> None:
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(copy)) as out:
        live.backup(out)
        # One plain file: a copy in WAL mode would want two more files beside it.
        out.execute("PRAGMA journal_mode=DELETE")
    copy.chmod(0o600)
    with copy.open("rb+") as file:
        os.fsync(file.fileno())


def _describe(copy: Path, *, now: datetime) -> Manifest:
    with closing(sqlite3.connect(_read_only(copy), uri=True)) as database:
        try:
            if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise IntegrityFailure(f"{copy} is damaged: SQLite's own check fails.")
            tables = [name for (name,) in database.execute(_TABLES)]
            count = 'SELECT count(*) FROM "{}"'
            rows = {name: database.execute(count.format(name)).fetchone()[0] for name in tables}
            migrations = [f"{app}.{name}" for app, name in database.execute(_MIGRATIONS)]
        except sqlite3.DatabaseError as error:
            raise IntegrityFailure(f"{copy} is not a database that Remit can read.") from error
    with _opened(copy):
        chain = audit.verify()
    audit.check_verified(chain)
    return Manifest(
        format=FORMAT,
        made_at=now.isoformat(),
        app_version=app_version(),
        sha256=_sha256(copy),
        rows=rows,
        migrations=migrations,
        audit_head=chain.head,
        audit_links=chain.linked,
    )


_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"


@contextmanager
def _opened(copy: Path) -> Iterator[None]:
    """Let the models read another file, read-only, inside the block."""
    live = connections["default"]
    other = live.copy()
    other.settings_dict.update(NAME=_read_only(copy), OPTIONS={})
    connections["default"] = other
    try:
        yield
    finally:
        other.close()
        connections["default"] = live


def _read_only(copy: Path) -> str:
    return f"file:{quote(str(copy.resolve()))}?mode=ro&immutable=1"


def _read_manifest(folder: Path) -> Manifest:
    try:
        body = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        manifest = Manifest(**body)
    except FileNotFoundError as error:
        raise NotFound(f"{folder} holds no backup: there is no {MANIFEST} in it.") from error
    except (ValueError, TypeError, NotADirectoryError) as error:
        raise IntegrityFailure(f"The manifest in {folder} is damaged.") from error
    if manifest.format != FORMAT:
        raise InvalidInput(f"The backup in {folder} has a format that this Remit does not know.")
    return manifest


def _check_not_newer(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = sorted(set(manifest.migrations) - known)
    if unknown:
        raise InvalidInput(
            f"Remit {manifest.app_version} made this backup, which is newer than this one "
            f"(it knows {unknown[0]}). Install that version first."
        )


def _move_aside(target: Path, now: datetime) -> None:
    for suffix in ("", "-wal", "-shm"):
        old = target.with_name(target.name + suffix)
        if old.exists():
            old.rename(target.with_name(f"{target.name}.before-{now:%Y%m%dT%H%M%S}{suffix}"))


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _write_durably(file: Path, content: bytes) -> None:
    with file.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def key_warning() -> str:
    return (
        f"The site key {settings.KEY_FILE} is NOT in the backup, and the backup cannot be read "
        "without it. Keep a copy of that file in another safe place."
    )
