"""What a stored formulation holds: every sentence with its draft, its words now, and who edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from remit.content.definition import structure
from remit.domain.formulation import Audience, Draft, Ground, Rule, Sentence
from remit.pathways.consult.formulation_lint import Fault, faults, faults_in_own_words
from remit.web.cases.models import Case
from remit.web.cases.sealed import open_table, seal_table
from remit.web.documents.models import Formulation

_PLACE = ("documents_formulation", "sealed_content")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """Who did something, and when."""

    by: str
    at: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """One row of a formulation as it stands.

    Attributes:
        sentence: the draft of the row; of an own sentence only its grounds count.
        participant, referrer: the words now.
        revision: counts the saves of this row.
        left_out: not part of the text, but kept in the draft.
        differs: what the participant sees differently, in their words.
        edited: who last edited the words, or None.
        changed: the last new draft said something else than the one before.
        gone: the record no longer has what the row rested on.
    """

    sentence: Sentence
    participant: str
    referrer: str
    revision: int = 0
    left_out: bool = False
    differs: str = ""
    edited: Mark | None = None
    changed: bool = False
    gone: bool = False

    @property
    def own(self) -> bool:
        """Whether a clinician wrote it from the beginning."""
        return self.sentence.rule is Rule.OWN

    @property
    def differs_from_draft(self) -> bool:
        """Whether its words are no longer those of its draft."""
        return self.own or (self.participant, self.referrer) != (
            self.sentence.participant,
            self.sentence.referrer,
        )

    @property
    def stands(self) -> bool:
        """Whether it is part of the text."""
        return not self.left_out and bool(self.participant or self.referrer)

    def words(self, audience: Audience) -> str:
        """The words for one reader."""
        return self.participant if audience is Audience.PARTICIPANT else self.referrer

    def faults(self, audience: Audience) -> tuple[Fault, ...]:
        """What the lint finds in the words for one reader, and in those put in their mouth."""
        found = faults(self.words(audience), audience, self.sentence.quoted)
        return tuple(dict.fromkeys((*found, *faults_in_own_words(self.differs, audience))))

    def signed_words(self, audience: Audience) -> str:
        """The words for one reader with what the participant sees differently."""
        return " ".join(filter(None, (self.words(audience), self.differs)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Confirmed:
    """A warning that the clinician confirmed when signing, with the reason."""

    sentence: str
    audience: Audience
    words: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """A whole version.

    Attributes:
        wording: version of the templates it was drafted with.
        rows: in the order of the page.
        read: who ticked that every sentence was read.
        seen: who noted that the participant has seen their words.
        confirmed: warnings confirmed at the signature.
        open: what was open when it was signed, in words.
    """

    wording: str
    rows: tuple[Written, ...]
    read: Mark | None = None
    seen: Mark | None = None
    confirmed: tuple[Confirmed, ...] = ()
    open: tuple[str, ...] = ()

    def row(self, identifier: str) -> Written | None:
        """The row of a sentence."""
        return next((one for one in self.rows if one.sentence.id == identifier), None)

    @property
    def standing(self) -> tuple[Written, ...]:
        """The rows that are part of the text."""
        return tuple(one for one in self.rows if one.stands)

    def with_row(self, changed: Written) -> Content:
        """The same with one row in another form; what was read or seen must be looked at again."""
        before = self.row(changed.sentence.id)
        rows = tuple(
            changed if one.sentence.id == changed.sentence.id else one for one in self.rows
        )
        kept = before is not None and _shown(before) == _shown(changed)
        read = self.read if before == changed else None
        return replace(self, rows=rows, read=read, seen=self.seen if kept else None)


def new_content(draft: Draft) -> Content:
    """A first version, as drafted."""
    return Content(wording=draft.version, rows=tuple(_as_drafted(one) for one in draft.sentences))


def drafted_again(content: Content, draft: Draft) -> Content:
    """The same with a new draft: edits stay, what changed is marked, what is gone is said."""
    rows = [_again(content.row(one.id), one) for one in draft.sentences]
    drafted = {one.id for one in draft.sentences}
    for place, row in enumerate(content.rows):
        kept = row.own or row.edited or row.differs
        if row.sentence.id not in drafted and kept and row.sentence.rule is not Rule.CLEARED:
            left = row if row.own else replace(row, gone=True, changed=not row.gone)
            rows.insert(min(place, len(rows)), left)
    same = not any(row.changed for row in rows) and len(rows) == len(content.rows)
    return replace(
        content,
        wording=draft.version,
        rows=tuple(rows),
        read=content.read if same else None,
        seen=content.seen if same else None,
    )


def carried_on(content: Content, draft: Draft) -> Content:
    """A new version from a signed one: its words, drafted anew, unread and unseen."""
    again = drafted_again(content, draft)
    return replace(again, read=None, seen=None, confirmed=(), open=())


def changed_since(content: Content, draft: Draft) -> tuple[str, ...]:
    """Sentences that a new draft would say otherwise, add or drop."""
    stored = {row.sentence.id: row.sentence for row in content.rows if not row.own and not row.gone}
    fresh = {one.id: one for one in draft.sentences}
    changed = [one for one in fresh if one not in stored or _said(fresh[one]) != _said(stored[one])]
    return (*changed, *(one for one in stored if one not in fresh))


def seal_content(row: Formulation, case: Case, content: Content) -> bytes:
    """The sealed form of a version, bound to its row."""
    return seal_table(case, asdict(content), _PLACE, row.pk)


def content_of(row: Formulation, case: Case) -> Content:
    """What a version holds; the caller has checked the permission."""
    return read_content(open_table(case, row.sealed_content, _PLACE, row.pk))


def read_content(plain: Mapping[str, Any]) -> Content:
    """A version from its plain table."""
    return structure(Content, plain, "formulation")


def own_sentence(identifier: str, rests_on: tuple[Ground, ...]) -> Sentence:
    """The place of a sentence that the clinician writes."""
    return Sentence(id=identifier, rule=Rule.OWN, participant="", referrer="", rests_on=rests_on)


def _as_drafted(sentence: Sentence) -> Written:
    return Written(sentence=sentence, participant=sentence.participant, referrer=sentence.referrer)


def _again(before: Written | None, sentence: Sentence) -> Written:
    if before is None:
        return replace(_as_drafted(sentence), changed=True)
    changed = _said(before.sentence) != _said(sentence)
    # What is open must be seen again each time it changes, also by who left it out before.
    left_out = before.left_out and not (changed and sentence.rule is Rule.OPEN)
    kept = replace(before, sentence=sentence, changed=changed, gone=False, left_out=left_out)
    # No edit carries "no other treatment is needed" past the decision that it rested on.
    if before.edited is not None and not (changed and sentence.rule is Rule.CLEARED):
        return kept
    kept = replace(kept, edited=None)
    revision = before.revision + (1 if changed else 0)
    return replace(
        kept, participant=sentence.participant, referrer=sentence.referrer, revision=revision
    )


def _said(sentence: Sentence) -> tuple[object, ...]:
    return sentence.participant, sentence.referrer, sentence.rests_on


def _shown(row: Written) -> tuple[object, ...]:
    """What the participant would see of a row."""
    return row.participant, row.left_out, row.differs
