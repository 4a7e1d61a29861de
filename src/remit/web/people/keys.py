"""Keys: a site key in a file wraps one data key per case, which seals single fields.

A sealed value is: version byte 1, id of the data key (16 bytes), nonce (12), AES-256-GCM text.
A wrapped key is: version byte 1, number of the site key (2 bytes), nonce (12), AES-256-GCM text.
The additional data of a sealed value is table|column|row, so that a value moved elsewhere in the
database does not open.
"""

import os
import uuid
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction

from remit.errors import IntegrityFailure, NotFound
from remit.web.people.key_file import Ring, file_stamp, load_ring, rotate_ring
from remit.web.people.models import DataKey, Site, SiteKey

_VERSION = b"\x01"
_NONCE = 12
Stored = bytes | memoryview  # what a BinaryField gives back, by database


_seen: dict[tuple[object, ...], Ring] = {}


def ring() -> Ring:
    """The site's keys; the first call of a fresh installation makes the file.

    Raises:
        IntegrityFailure: the file is lost, readable by others, damaged or of another database.
    """
    stamp = (connection.settings_dict["NAME"], *file_stamp())
    found = _seen.get(stamp)  # one look: another thread may clear it in between
    if found is not None:
        return found
    known = dict(SiteKey.objects.values_list("number", "fingerprint"))
    loaded = load_ring(may_create=not known)
    for number, fingerprint in known.items():
        if loaded.fingerprint(number) != fingerprint:
            raise IntegrityFailure(
                "The site key file does not belong to this database. "
                "Put back the file that was copied when this database was made."
            )
    if loaded.current in known:
        # Remember only what the database confirms, so that a lost file is noticed after a restart.
        _seen.clear()
        _seen[stamp] = loaded
    else:
        SiteKey.objects.get_or_create(
            number=loaded.current, defaults={"fingerprint": loaded.fingerprint(loaded.current)}
        )
    return loaded


def forget_ring() -> None:
    """Ask the database again: its rows may have been made anew."""
    _seen.clear()


def create_data_key(*, site: Site, now: datetime) -> DataKey:
    """Make and store a fresh data key; call it in the block that creates what it will seal."""
    loaded = ring()
    key = DataKey(id=uuid.uuid4(), site=site, created_at=now)
    key.wrapped_key = _wrap(loaded, key, AESGCM.generate_key(bit_length=256))
    key.save(force_insert=True)
    return key


def seal(data_key: DataKey, value: bytes, *, table: str, column: str, row: object) -> bytes:
    """Encrypt one field for one place; `row` must be known and final (use UUID primary keys)."""
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(_unwrap(data_key)).encrypt(nonce, value, _place(table, column, row))
    return _VERSION + data_key.id.bytes + nonce + sealed


def unseal(data_key: DataKey, sealed: Stored, *, table: str, column: str, row: object) -> bytes:
    """Decrypt one field.

    Raises:
        NotFound: the key was destroyed, so the text is erased.
        IntegrityFailure: the value was altered, moved from another place or sealed by another key.
    """
    sealed = bytes(sealed)
    if sealed[:1] != _VERSION or sealed[1:17] != data_key.id.bytes:
        raise IntegrityFailure("A sealed field does not belong to this record.")
    try:
        return AESGCM(_unwrap(data_key)).decrypt(
            sealed[17 : 17 + _NONCE], sealed[17 + _NONCE :], _place(table, column, row)
        )
    except InvalidTag as error:
        raise IntegrityFailure("A sealed field was altered or moved.") from error


def seal_text(data_key: DataKey, text: str, *, table: str, column: str, row: object) -> bytes:
    return seal(data_key, text.encode(), table=table, column=column, row=row)


def unseal_text(data_key: DataKey, sealed: Stored, *, table: str, column: str, row: object) -> str:
    return unseal(data_key, sealed, table=table, column=column, row=row).decode()


def destroy(data_key: DataKey, *, now: datetime) -> None:
    """Erase: what this key sealed can never be read again. The caller writes the audit row."""
    changed = DataKey.objects.filter(pk=data_key.pk, destroyed_at=None).update(
        wrapped_key=None, destroyed_at=now
    )
    if changed != 1:
        raise NotFound("This record was erased already.")
    data_key.wrapped_key, data_key.destroyed_at = None, now


def rewrap_all(*, now: datetime) -> int:
    """Make a new site key and wrap every data key with it; old keys stay for old backups.

    Safe to run again after a break: a wrapped key names the site key that opens it, and the file
    keeps all of them.
    """
    ring()
    fresh = rotate_ring()
    with transaction.atomic():
        ring()
        SiteKey.objects.exclude(number=fresh.current).filter(retired_at=None).update(retired_at=now)
        keys = DataKey.objects.filter(destroyed_at=None).select_for_update()
        for key in keys:
            key.wrapped_key = _wrap(fresh, key, _unwrap(key, fresh))
            key.save(update_fields=["wrapped_key"])
        return len(keys)


def seal_for_site(text: str, *, purpose: str) -> str:
    """Encrypt a secret that belongs to no case (the seed of a second factor)."""
    loaded = ring()
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(loaded.key(loaded.current)).encrypt(nonce, text.encode(), purpose.encode())
    return (_VERSION + loaded.current.to_bytes(2, "big") + nonce + sealed).hex()


def unseal_for_site(sealed_hex: str, *, purpose: str) -> str:
    try:
        sealed = bytes.fromhex(sealed_hex)
        key = ring().key(int.from_bytes(sealed[1:3], "big"))
        return AESGCM(key).decrypt(sealed[3:15], sealed[15:], purpose.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise IntegrityFailure("A stored account secret was altered.") from error


def _place(table: str, column: str, row: object) -> bytes:
    return f"{table}|{column}|{row}".encode()


def _wrap(loaded: Ring, key: DataKey, plain: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(loaded.key(loaded.current)).encrypt(nonce, plain, _owner(key))
    return _VERSION + loaded.current.to_bytes(2, "big") + nonce + sealed


def _unwrap(key: DataKey, loaded: Ring | None = None) -> bytes:
    if key.wrapped_key is None:
        raise NotFound("This record was erased; its text cannot be read again.")
    wrapped = bytes(key.wrapped_key)
    site_key = (loaded or ring()).key(int.from_bytes(wrapped[1:3], "big"))
    try:
        return AESGCM(site_key).decrypt(wrapped[3:15], wrapped[15:], _owner(key))
    except InvalidTag as error:
        raise IntegrityFailure("A data key was altered or moved to another site.") from error


def _owner(key: DataKey) -> bytes:
    return f"data key|{key.id}|{key.site_id}".encode()
