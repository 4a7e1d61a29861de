"""The site key file: made once, mode 0600, outside the database and its backup."""

import base64
import hashlib
import json
import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from remit.errors import IntegrityFailure

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, repr=False)
class Ring:
    """All site keys by number, the current one, and the key of the audit chain."""

    current: int
    keys: dict[int, bytes]
    audit: bytes

    def key(self, number: int) -> bytes:
        if number not in self.keys:
            raise IntegrityFailure(
                f"The site key file lacks key {number}, which these data need. "
                "Put back a newer copy of the file."
            )
        return self.keys[number]

    def fingerprint(self, number: int) -> str:
        return hashlib.sha256(b"fingerprint|" + self.key(number)).hexdigest()[:16]


def path() -> Path:
    return Path(settings.KEY_FILE)


def file_stamp() -> tuple[object, ...]:
    """Changes whenever the file is replaced, moved or given another mode; asked at every field."""
    file = os.fspath(settings.KEY_FILE)
    try:
        found = os.stat(file)  # noqa: PTH116  a Path costs more than the question
    except FileNotFoundError:
        return (file, "missing", os.urandom(8))
    return (file, found.st_mtime_ns, found.st_ino, found.st_mode)


def load_ring(*, may_create: bool) -> Ring:
    """Read the file; make it first where none is known to have existed."""
    file = path()
    if not file.exists():
        if not may_create:
            raise IntegrityFailure(
                f"The site key file {file} is missing, and this database cannot be read without "
                "it. Copy it back from where it is kept, or set REMIT_KEY_FILE to its place."
            )
        return _create(file)
    _check_mode(file)
    return _parse(file)


def rotate_ring() -> Ring:
    """Add a fresh key and make it the current one."""
    old = load_ring(may_create=False)
    number = old.current + 1
    fresh = replace(
        old, current=number, keys={**old.keys, number: AESGCM.generate_key(bit_length=256)}
    )
    _write(path(), fresh, replace_existing=True)
    return fresh


def _check_mode(file: Path) -> None:
    if file.stat().st_mode & _OTHERS:
        raise IntegrityFailure(
            f"Other users of this machine may read the site key. Run: chmod 600 {file}"
        )


def _create(file: Path) -> Ring:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = Ring(1, {1: AESGCM.generate_key(bit_length=256)}, os.urandom(32))
    try:
        _write(file, fresh, replace_existing=False)
    except FileExistsError:  # another process was first; its key is the one
        return _parse(file)
    return fresh


def _write(file: Path, content: Ring, *, replace_existing: bool) -> None:
    body = {
        "format": 1,
        "current": content.current,
        "keys": {str(n): base64.b64encode(k).decode() for n, k in content.keys.items()},
        "audit": base64.b64encode(content.audit).decode(),
    }
    temporary = file.with_name(f"{file.name}.{os.getpid()}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            json.dump(body, out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        if replace_existing:
            temporary.replace(file)
        else:
            os.link(temporary, file)  # unlike rename, link refuses to overwrite
    finally:
        temporary.unlink(missing_ok=True)


def _parse(file: Path) -> Ring:
    try:
        body = json.loads(file.read_text(encoding="ascii"))
        keys = {int(n): base64.b64decode(k, validate=True) for n, k in body["keys"].items()}
        found = Ring(int(body["current"]), keys, base64.b64decode(body["audit"], validate=True))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IntegrityFailure(
            f"The site key file {file} is damaged. Put back the copy that was kept."
        ) from error
    if found.current not in keys or any(len(key) != 32 for key in [*keys.values(), found.audit]):
        raise IntegrityFailure(
            f"The site key file {file} is damaged. Put back the copy that was kept."
        )
    return found
