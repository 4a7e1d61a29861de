"""Sealed fields stay in their place, erased ones stay erased, rotation loses nothing."""

import os
from pathlib import Path

import pytest

from remit.errors import IntegrityFailure, NotFound
from remit.web.people import actions, key_file, keys
from remit.web.people.models import DataKey, SiteKey

PLACE = {"table": "consult_lifeevent", "column": "text", "row": "1f"}


@pytest.fixture(autouse=True)
def own_key_file(settings, tmp_path, request):
    """Each test has its own key file, so that rotating or losing it hurts nobody."""
    if "db" in request.fixturenames or "people" in request.fixturenames:
        request.getfixturevalue("db")
        settings.KEY_FILE = tmp_path / "keys" / "site.key"
        SiteKey.objects.all().delete()
        keys.ring()
    return settings


@pytest.fixture
def data_key(people, now):
    return keys.create_data_key(site=people.riverside, now=now)


def test_what_is_sealed_opens_in_its_place(data_key):
    sealed = keys.seal(data_key, b"moved house", **PLACE)
    assert b"moved" not in sealed
    assert sealed[0] == 1
    assert sealed[1:17] == data_key.id.bytes
    assert keys.unseal(data_key, sealed, **PLACE) == b"moved house"
    text = keys.seal_text(data_key, "Žofia 😀", **PLACE)
    assert keys.unseal_text(DataKey.objects.get(pk=data_key.pk), text, **PLACE) == "Žofia 😀"


def test_each_sealing_has_a_fresh_nonce(data_key):
    assert len({keys.seal(data_key, b"same", **PLACE) for _ in range(50)}) == 50


@pytest.mark.parametrize("other", [{"table": "consult_note"}, {"column": "title"}, {"row": "20"}])
def test_a_value_moved_elsewhere_does_not_open(data_key, other):
    sealed = keys.seal(data_key, b"moved house", **PLACE)
    with pytest.raises(IntegrityFailure, match="altered or moved"):
        keys.unseal(data_key, sealed, **{**PLACE, **other})


def test_a_value_of_another_case_does_not_open(data_key, people, now):
    other = keys.create_data_key(site=people.riverside, now=now)
    sealed = keys.seal(data_key, b"moved house", **PLACE)
    with pytest.raises(IntegrityFailure, match="does not belong"):
        keys.unseal(other, sealed, **PLACE)
    forged = sealed[:1] + other.id.bytes + sealed[17:]
    with pytest.raises(IntegrityFailure):
        keys.unseal(other, forged, **PLACE)


@pytest.mark.parametrize("position", [0, 5, 20, -1])
def test_one_altered_byte_does_not_open(data_key, position):
    sealed = bytearray(keys.seal(data_key, b"moved house", **PLACE))
    sealed[position] ^= 1
    with pytest.raises(IntegrityFailure):
        keys.unseal(data_key, bytes(sealed), **PLACE)


def test_a_key_moved_to_another_site_does_not_open(data_key, people):
    sealed = keys.seal(data_key, b"moved house", **PLACE)
    DataKey.objects.filter(pk=data_key.pk).update(site=people.hillside)
    with pytest.raises(IntegrityFailure, match="another site"):
        keys.unseal(DataKey.objects.get(pk=data_key.pk), sealed, **PLACE)


def test_a_destroyed_key_opens_nothing_and_cannot_be_destroyed_twice(data_key, now):
    sealed = keys.seal(data_key, b"moved house", **PLACE)
    keys.destroy(data_key, now=now)
    stored = DataKey.objects.get(pk=data_key.pk)
    assert (stored.wrapped_key, stored.destroyed_at) == (None, now)
    with pytest.raises(NotFound, match="erased"):
        keys.unseal(stored, sealed, **PLACE)
    with pytest.raises(NotFound):
        keys.destroy(stored, now=now)


def test_rotation_rewraps_every_key_and_keeps_every_value(people, now):
    made = [keys.create_data_key(site=people.riverside, now=now) for _ in range(3)]
    keys.destroy(made[2], now=now)
    before = [bytes(key.wrapped_key) for key in made[:2]]
    sealed = [keys.seal(key, b"moved house", **PLACE) for key in made[:2]]
    assert actions.rotate_site_key(now=now) == 2
    for key, old, value in zip(made[:2], before, sealed, strict=True):
        key.refresh_from_db()
        assert bytes(key.wrapped_key) != old
        assert bytes(key.wrapped_key)[1:3] == (2).to_bytes(2, "big")
        assert keys.unseal(key, value, **PLACE) == b"moved house"
    assert list(SiteKey.objects.order_by("number").values_list("number", "retired_at")) == [
        (1, now),
        (2, None),
    ]
    assert Path(key_file.path()).stat().st_mode & 0o777 == 0o600


def test_the_audit_log_verifies_after_a_rotation(people, now):
    from remit.web.people import audit

    SiteKey.objects.all()
    actions.rotate_site_key(now=now)
    audit.link_waiting()
    assert audit.verify().faults == ()


def test_a_lost_key_file_is_an_error_with_advice_and_makes_no_new_one(people):
    path = key_file.path()
    path.unlink()
    with pytest.raises(IntegrityFailure, match="Copy it back"):
        keys.ring()
    assert not path.exists()


def test_a_key_file_that_others_can_read_is_refused(people):
    key_file.path().chmod(0o640)
    with pytest.raises(IntegrityFailure, match="chmod 600"):
        keys.ring()


def test_the_key_file_of_another_database_is_refused(people):
    key_file.path().unlink()
    key_file.load_ring(may_create=True)
    with pytest.raises(IntegrityFailure, match="does not belong"):
        keys.ring()


@pytest.mark.parametrize("content", ["", "{}", '{"format": 1', "[]", '{"keys": {"1": "?"}}'])
def test_a_damaged_key_file_is_refused_in_words(people, content):
    path = key_file.path()
    path.write_text(content)
    os.utime(path, ns=(1, 1))
    with pytest.raises(IntegrityFailure, match="damaged"):
        keys.ring()


def test_a_ring_does_not_print_its_keys(people):
    assert "keys" not in repr(keys.ring())
