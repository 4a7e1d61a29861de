"""Every cell of the matrix, written out a second time by hand, and the page made from it."""

import itertools
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.web.people import actions
from remit.web.people.models import AuditEvent, BreakGlass, Role
from remit.web.people.permissions import (
    BREAK_GLASS_OPENS,
    FUTURE,
    MATRIX,
    Act,
    Object,
    allowed,
    broken_glass,
    check_allowed,
    may_break_glass,
    render_matrix,
    sites_where,
)

# Letters: s see, c change, g sign, e export; capitals reach only the person's own.
_TABLE = """
object                               clinician facilitator assessor coordinator statistician administrator participant
site settings                        -         -           -        -           -            sc            -
service hours, duty list and crisis contacts sc s      -        s           -            sc            -
approval of clinical content         sg        -           -        -           -            s             -
person accounts                      -         -           -        -           -            sc            -
audit log                            -         -           -        -           -            se            -
case list                            sc        -           -        sc          -            -             -
invitation and contact               sc        -           -        sc          -            -             SC
forms and answers                    sc        -           -        -           -            -             SC
consultation and screening           scg       -           -        -           -            -             -
childhood, adversity, traits, feelings and links sc -     -        -           -            -             -
clearance and restrictions           scg       S           -        -           -            -             -
case history                         sce       -           -        -           -            -             C
timeline                             se        -           -        -           -            -             -
chance statistics tab                s         -           -        -           -            -             -
formulation                          scge      -           -        -           -            -             -
letters and visit notes              scge      -           -        -           -            -             -
what is shared with the participant  sc        -           -        -           -            -             S
process notes                        SC        SC          -        -           -            -             -
case report                          sge       -           -        -           -            -             -
workshop and its names               s         SC          -        sc          -            -             -
dose and ratings                     s         S           -        -           -            -             SC
flags                                sc        SC          -        -           -            -             -
who opened my record                 -         -           -        -           -            -             S
trial visits and outcome interviews  -         -           SC       sc          -            -             -
allocation                           -         -           -        -           s            -             -
de-identified trial data, arms A/B   -         -           -        -           se           -             -
"""  # noqa: E501
_LETTER = {"s": Act.SEE, "c": Act.CHANGE, "g": Act.SIGN, "e": Act.EXPORT}


def _expected() -> dict[tuple[Object, Role], str]:
    head, *lines = _TABLE.strip().splitlines()
    roles = [Role(word) for word in head.split()[1:]]
    found = {}
    for line in lines:
        name, *cells = line.rsplit(maxsplit=len(roles))
        found |= {(Object(name), role): cell for role, cell in zip(roles, cells, strict=True)}
    return found


EXPECTED = _expected()


def test_the_table_above_names_every_object_and_role():
    assert set(EXPECTED) == set(itertools.product(Object, Role))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("what", list(Object))
def test_cell(people, now, what, role):
    person = people.with_role(role)
    home, away = people.riverside, people.hillside
    if role is Role.PARTICIPANT:
        home, away = away, home
    letters = {_LETTER[c] for c in EXPECTED[what, role] if c in _LETTER}
    own_letters = letters | {_LETTER[c.lower()] for c in EXPECTED[what, role] if c != "-"}
    for act in Act:
        assert allowed(person, act, what, home, now=now) == (act in letters)
        assert allowed(person, act, what, home, now=now, own=True) == (act in own_letters)
        assert not allowed(person, act, what, away, now=now)
        assert not allowed(person, act, what, away, now=now, own=True)
        assert sites_where(person, act, what) == ([home.pk] if act in letters else [])


def test_a_refusal_says_why(people, now):
    with pytest.raises(NotAllowed, match="Only a clinician of this site may see the case history"):
        check_allowed(people.bea, Act.SEE, Object.HISTORY, people.riverside, now=now)
    with pytest.raises(NotAllowed, match="no role at this site"):
        check_allowed(people.tom, Act.SEE, Object.HISTORY, people.riverside, now=now)
    with pytest.raises(NotAllowed, match="only of your own"):
        check_allowed(people.fay, Act.SEE, Object.DOSE, people.riverside, now=now)


def test_a_closed_account_may_nothing(people, now):
    actions.close_person(person=people.amin, site=people.riverside, by=people.ada, now=now)
    assert not allowed(people.amin, Act.SEE, Object.HISTORY, people.riverside, now=now)
    assert sites_where(people.amin, Act.SEE, Object.HISTORY) == []


def test_roles_of_two_sites_do_not_leak(people, now):
    actions.grant_role(
        person=people.bea, site=people.hillside, role=Role.CLINICIAN, by=None, now=now
    )
    assert allowed(people.bea, Act.SEE, Object.HISTORY, people.hillside, now=now)
    assert not allowed(people.bea, Act.SEE, Object.HISTORY, people.riverside, now=now)


@pytest.mark.parametrize(
    "role", [Role.CLINICIAN, Role.FACILITATOR, Role.STATISTICIAN, Role.COORDINATOR]
)
def test_the_assessor_stays_blinded(people, now, role):
    with pytest.raises(InvalidInput):
        actions.grant_role(
            person=people.bea, site=people.riverside, role=role, by=people.ada, now=now
        )
    with pytest.raises(InvalidInput):
        actions.grant_role(
            person=people.with_role(role),
            site=people.riverside,
            role=Role.ASSESSOR,
            by=people.ada,
            now=now,
        )


def test_only_an_administrator_of_the_site_gives_roles(people, now):
    for person in (people.amin, people.tom, people.hugo, people.bea):
        with pytest.raises(NotAllowed):
            actions.grant_role(
                person=people.fay,
                site=people.riverside,
                role=Role.ADMINISTRATOR,
                by=person,
                now=now,
            )
    with pytest.raises(NotAllowed):
        actions.grant_role(
            person=people.tom, site=people.hillside, role=Role.CLINICIAN, by=people.ada, now=now
        )
    with pytest.raises(Conflict):
        actions.grant_role(
            person=people.fay, site=people.riverside, role=Role.FACILITATOR, by=people.ada, now=now
        )


def _case(site) -> SimpleNamespace:
    return SimpleNamespace(pk="case-7", site_id=site.pk)


def test_broken_glass_opens_one_case_for_reading_for_four_hours(people, now):
    case, other = _case(people.riverside), SimpleNamespace(pk="8", site_id=people.riverside.pk)
    reason = "Collapsed at our clinic, needs the restrictions now."
    actions.break_glass(
        site=people.riverside, case_id=case.pk, reason=reason, by=people.hugo, now=now
    )
    later = now + timedelta(hours=3, minutes=59)
    for what in Object:
        opened = what in BREAK_GLASS_OPENS
        assert allowed(people.hugo, Act.SEE, what, case, now=later) == opened
        assert not allowed(people.hugo, Act.CHANGE, what, case, now=later)
        assert not allowed(people.hugo, Act.SEE, what, other, now=later)
        assert not allowed(people.hugo, Act.SEE, what, case, now=now + timedelta(hours=4))
    assert broken_glass(people.hugo, now=later) == [case.pk]
    event = AuditEvent.objects.get(act="broke glass")
    assert (event.object_id, event.actor) == (case.pk, str(people.hugo.pk))
    assert reason not in event.detail
    assert BreakGlass.objects.get().reason == reason


def test_who_may_break_glass(people, now):
    may = {
        key: may_break_glass(getattr(people, key), people.riverside.pk)
        for key in ("amin", "hugo", "fay", "bea", "cora", "una", "ada", "tom")
    }
    assert [key for key, yes in may.items() if yes] == ["amin", "hugo", "fay"]
    assert not may_break_glass(people.fay, people.hillside.pk)
    with pytest.raises(InvalidInput):
        actions.break_glass(
            site=people.riverside, case_id="7", reason="  now  ", by=people.hugo, now=now
        )


def test_an_assessor_elsewhere_a_clinician_cannot_break_glass_where_blinded(people, now):
    actions.grant_role(
        person=people.bea, site=people.hillside, role=Role.CLINICIAN, by=None, now=now
    )
    assert not may_break_glass(people.bea, people.riverside.pk)
    # Nor does an access help that was opened before the person became an assessor there.
    actions.break_glass(
        site=people.riverside, case_id="case-7", reason="An emergency.", by=people.hugo, now=now
    )
    actions.grant_role(
        person=people.hugo, site=people.riverside, role=Role.ASSESSOR, by=None, now=now
    )
    assert not allowed(people.hugo, Act.SEE, Object.HISTORY, _case(people.riverside), now=now)
    assert broken_glass(people.hugo, now=now) == []


def test_the_committed_page_is_the_rendered_matrix():
    page = Path(__file__).parents[3] / "docs" / "reference" / "permissions.md"
    assert page.read_text(encoding="utf-8") == render_matrix()


def test_the_matrix_grants_something_on_every_object():
    assert {what for what, _ in MATRIX} == set(Object)
    assert set(Object) > FUTURE
