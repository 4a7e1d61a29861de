"""Reading formulations: what was signed, and the page of the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from remit.domain.formulation import Audience, Ground, GroundKind, Rule
from remit.domain.readability import reading_age
from remit.errors import NotFound
from remit.pathways.consult.formulation_lint import Fault
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.consult.clearance_summary import stands_since
from remit.web.documents.formulation import known_grounds
from remit.web.documents.formulation_facts import draft_of, flag_grounds
from remit.web.documents.formulation_record import (
    Content,
    Written,
    changed_since,
    content_of,
    new_content,
)
from remit.web.documents.formulation_signing import fault_key, warnings
from remit.web.documents.models import Formulation, State
from remit.web.people.models import Person

_DIFFERS = {
    Audience.PARTICIPANT: "You see this differently: “{}”",
    Audience.REFERRER: "The participant sees this differently: “{}”",
}


_SENTENCE_END = re.compile(r"(?<=[.!?”]) (?=[A-Z“])")


@dataclass(frozen=True)
class Signed:
    """A signed formulation as letters, PDF and sharing use it.

    Attributes:
        id: of the version; number: its number.
        participant, referrer: one paragraph a row, in order.
        name, role, at: who signed, as what, when.
    """

    id: UUID
    number: int
    participant: tuple[str, ...]
    referrer: tuple[str, ...]
    name: str
    role: str
    at: datetime


@dataclass(frozen=True)
class GroundLine:
    """One line of what a row rests on."""

    words: str
    when: str
    lane: str
    kind: str
    link: str = ""


@dataclass(frozen=True)
class Piece:
    """A piece of a text; a vague date is marked, and so are words that the draft did not have."""

    text: str
    vague: bool = False
    edited: bool = False


@dataclass(frozen=True)
class LedgerRow:
    """One row of the page."""

    number: int
    written: Written
    participant: tuple[Piece, ...]
    referrer: tuple[Piece, ...]
    grounds: tuple[GroundLine, ...]
    opinions: tuple[str, ...]
    link: str
    edited_at: datetime | None
    warned: tuple[tuple[str, Audience, tuple[Fault, ...]], ...]

    @property
    def id(self) -> str:
        """The id of its sentence."""
        return self.written.sentence.id

    @property
    def groundless(self) -> bool:
        """Whether it must be warned that it rests on nothing."""
        return not self.written.sentence.rests_on


@dataclass(frozen=True)
class Ledger:
    """The whole page of one version.

    Attributes:
        row: the stored version; None for a draft that is only looked at.
        rows: in order, those left out among them.
        age: reading age of the participant's words.
        stale: how many sentences a new draft would change.
        open: what is open now, in words.
    """

    row: Formulation | None
    content: Content
    rows: tuple[LedgerRow, ...]
    age: int
    stale: int
    open: tuple[str, ...]

    @property
    def is_draft(self) -> bool:
        """Whether it can be edited."""
        return self.row is not None and self.row.state == State.DRAFT

    @property
    def signed(self) -> bool:
        """Whether it is locked."""
        return self.row is not None and self.row.state == State.SIGNED

    @property
    def warned(self) -> tuple[str, ...]:
        """Keys of words that need a reason to be signed."""
        return tuple(warnings(self.content))

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """What an own sentence can rest on."""
        return tuple(known_grounds(self.content).values())


def signed_formulation(case: Case) -> Signed | None:
    """The newest signed version; the caller has checked the permission."""
    row = _newest_signed(case)
    return None if row is None else signed_words(row)


def standing_formulation(case: Case, *, now: datetime) -> Signed | None:
    """The newest signed version as far as it stands now; the caller has checked the permission.

    Its sentence on the clearance is left out where that clearance was lifted, ended or followed by
    another one since.
    """
    row = _newest_signed(case)
    if row is None or row.signed_at is None:
        return None
    stands = stands_since(case, row.signed_at, now=now)
    return signed_words(row, without=frozenset() if stands else frozenset({Rule.CLEARED}))


def _newest_signed(case: Case) -> Formulation | None:
    rows = Formulation.objects.filter(case=case, state=State.SIGNED)
    return rows.select_related("case__data_key").order_by("-number").first()


def signed_words(row: Formulation, *, without: frozenset[Rule] = frozenset()) -> Signed:
    """A signed version in words.

    Args:
        without: rules whose rows are left out, since what they rested on stands no more.

    Raises:
        NotFound: it is a draft.
    """
    if row.state != State.SIGNED or row.signed_at is None:
        raise NotFound("This version of the formulation is not signed.")
    content = content_of(row, row.case)
    kept = tuple(one for one in content.rows if one.sentence.rule not in without)
    content = replace(content, rows=kept)
    return Signed(
        id=row.pk,
        number=row.number,
        participant=paragraphs(content, Audience.PARTICIPANT),
        referrer=paragraphs(content, Audience.REFERRER),
        name=row.signed_name,
        role=row.signed_role,
        at=row.signed_at,
    )


def paragraphs(content: Content, audience: Audience) -> tuple[str, ...]:
    """The text for one reader; what the participant sees differently stands with its row."""
    return tuple(_paragraphs(content, audience))


def _paragraphs(content: Content, audience: Audience) -> Iterator[str]:
    for row in content.standing:
        words = row.words(audience)
        if row.differs and (words or audience is Audience.PARTICIPANT or row.participant):
            words = f"{words} {_DIFFERS[audience].format(row.differs)}".strip()
        if words:
            yield words


def newest(case: Case) -> Formulation | None:
    """The newest version of a case, draft or signed."""
    found = Formulation.objects.filter(case=case).select_related("case__data_key", "case__site")
    return found.order_by("-number").first()


def versions(case: Case) -> list[Formulation]:
    """All signed versions, newest first."""
    return list(Formulation.objects.filter(case=case, state=State.SIGNED).order_by("-number"))


def one_version(person: Person, case: Case, number: int, *, now: datetime) -> Formulation:
    """One version that the person may see.

    Raises:
        NotFound: there is none.
    """
    visible = Formulation.objects.visible_to(person, now=now)
    row = visible.filter(case=case, number=number).select_related("case__data_key").first()
    if row is None:
        raise NotFound("There is no such version of the formulation.")
    return row


def draft_or_signed(case: Case, *, now: datetime) -> tuple[Formulation | None, Content]:
    """What stands: the newest version, or a draft made on the fly and not stored."""
    row = newest(case)
    if row is None:
        return None, new_content(draft_of(case, now=now))
    return row, content_of(row, case)


def ledger(case: Case, row: Formulation | None, content: Content, *, now: datetime) -> Ledger:
    """The page of a version; the caller has checked the permission."""
    name = str(plain_subject(case)["name"])
    is_draft = row is not None and row.state == State.DRAFT
    stale = len(changed_since(content, draft_of(case, now=now))) if is_draft else 0
    signed = row is not None and not is_draft
    opened = content.open if signed else tuple(flag.words for flag in flag_grounds(case))
    return Ledger(
        row=row,
        content=content,
        rows=tuple(_line(number, one, name) for number, one in enumerate(content.rows, start=1)),
        age=age_of(content),
        stale=stale,
        open=opened,
    )


def age_of(content: Content) -> int:
    """Reading age of the participant's words, in whole years."""
    return round(reading_age(" ".join(paragraphs(content, Audience.PARTICIPANT))))


def _line(number: int, written: Written, name: str) -> LedgerRow:
    grounds = written.sentence.rests_on
    links = [one for one in grounds if one.kind is GroundKind.LINK]
    return LedgerRow(
        number=number,
        written=written,
        participant=tuple(_pieces(written, Audience.PARTICIPANT)),
        referrer=tuple(_pieces(written, Audience.REFERRER)),
        grounds=tuple(_ground(one) for one in grounds if one.kind is not GroundKind.LINK),
        opinions=tuple(dict.fromkeys(_by_name(one.words, name) for one in links)),
        link=_pair(links[0].id) if links else "",
        edited_at=datetime.fromisoformat(written.edited.at) if written.edited else None,
        warned=tuple(
            (fault_key(written, audience), audience, written.faults(audience))
            for audience in Audience
            if written.stands and written.faults(audience)
        ),
    )


def _ground(ground: Ground) -> GroundLine:
    return GroundLine(ground.words, ground.when, ground.lane, ground.kind.value)


def _by_name(words: str, name: str) -> str:
    return words.replace("participant:", f"{name}:", 1)


def _pair(identifier: str) -> str:
    """The link as the timeline's address names it: stressor, then symptom."""
    return identifier.replace("+", "-")


def _pieces(written: Written, audience: Audience) -> Iterator[Piece]:
    """The text sentence by sentence, cut at its vague dates."""
    drafted = set(_SENTENCE_END.split(written.sentence.words(audience)))
    for place, one in enumerate(_SENTENCE_END.split(written.words(audience))):
        if one:
            edited = bool(written.edited) and one not in drafted
            if place:
                yield Piece(" ")
            yield from _cut(one, written.sentence.uncertain, edited=edited)


def _cut(text: str, uncertain: tuple[str, ...], *, edited: bool) -> Iterator[Piece]:
    known = sorted((one for one in uncertain if one), key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, known))})", text) if known else [text]
    for part in parts:
        if part:
            yield Piece(part, vague=part in known, edited=edited)
