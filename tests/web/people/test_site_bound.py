"""Every query starts from what the person may see."""

from types import SimpleNamespace

import pytest

from remit.errors import NotFound
from remit.web.people import actions, keys
from remit.web.people.models import DataKey, Role
from remit.web.people.permissions import Object
from remit.web.people.site_bound import SiteBoundQuerySet


@pytest.fixture
def rows(people, now, monkeypatch):
    """Two rows at two sites; a data key stands in for a case, which is of a house above."""
    monkeypatch.setattr(DataKey, "permission_object", Object.HISTORY, raising=False)
    monkeypatch.setattr(DataKey, "case_path", "pk", raising=False)
    ours = keys.create_data_key(site=people.riverside, now=now)
    theirs = keys.create_data_key(site=people.hillside, now=now)
    return SimpleNamespace(all=SiteBoundQuerySet(model=DataKey), ours=ours, theirs=theirs)


@pytest.mark.parametrize("role", list(Role))
def test_only_clinicians_see_histories_of_their_own_site(people, now, rows, role):
    seen = list(rows.all.visible_to(people.with_role(role), now=now))
    assert seen == ([rows.ours] if role is Role.CLINICIAN else [])
    assert list(rows.all.visible_to(people.hugo, now=now)) == [rows.theirs]


def test_another_sites_row_does_not_exist(people, now, rows):
    assert rows.all.one_visible_to(people.amin, now=now, pk=rows.ours.pk) == rows.ours
    with pytest.raises(NotFound):
        rows.all.one_visible_to(people.amin, now=now, pk=rows.theirs.pk)


def test_emergency_access_shows_that_one_row(people, now, rows):
    actions.break_glass(
        site=people.hillside,
        case_id=rows.theirs.pk,
        reason="Fell ill on our premises.",
        by=people.amin,
        now=now,
    )
    assert set(rows.all.visible_to(people.amin, now=now)) == {rows.ours, rows.theirs}
    later = now + actions.GLASS_LASTS
    assert list(rows.all.visible_to(people.amin, now=later)) == [rows.ours]
