"""What stands open before a clearance, and what a clinician may sign (CLINICAL A.5, INV-02).

Nothing is decided here. The list names what is missing and where to settle it; a clearing
decision is refused while anything on it blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from remit.domain.action_code import ActionCode
from remit.domain.clearance import Decision, SignedDecision, Standing
from remit.domain.examination import MissingItem
from remit.domain.usual_pattern import UsualPattern
from remit.errors import InvalidInput

SADDLE = ("CE1", "CE2", "CE3", "CE4", "CE5")
_ASKED_SO = frozenset({"yes", "not_sure", "prefer_not", "prefer_not_to_say"})


class Where(StrEnum):
    """Where an open item is settled."""

    FLAGS = "flags"
    SCREENING = "screening"
    EXAMINATION = "examination"
    PATTERN = "pattern"
    REVIEW = "review"


@dataclass(frozen=True, kw_only=True, slots=True)
class FlagFacts:
    """The part of a flag that clearance looks at.

    Attributes:
        rule: rule that raised it.
        code: its code now, after any downgrade.
        finding: in plain words.
        open: whether it still waits for an outcome.
        outcome: what was written, where it was.
        by: who wrote it.
    """

    rule: str
    code: ActionCode
    finding: str
    open: bool = True
    outcome: str = ""
    by: str = ""

    @property
    def holds(self) -> bool:
        """Whether it shuts day 1."""
        return self.open and self.code.holds_the_programme


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewItem:
    """One routine finding that the clinician decides on.

    Attributes:
        key: the rule, or the question that is asked again.
        finding: what was answered or found.
        code: R, or None for an answer that is asked again.
    """

    key: str
    finding: str
    code: ActionCode | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenItem:
    """One thing that is open.

    Attributes:
        key: short name.
        words: what is open.
        where: where it is settled.
        blocks: whether a clearing decision waits for it.
    """

    key: str
    words: str
    where: Where
    blocks: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Before:
    """All that is known before a decision.

    Attributes:
        published: a published case opens nothing.
        begun: whether any screening answer was given.
        stage_one_finished: whether stage 1 was finished.
        unanswered: emergency questions that were skipped.
        flags: all flags, open and closed.
        missing: what the examination checklist lacks.
        pattern: the usual pattern that would be signed.
        review: routine findings and answers to ask again.
        unflagged: rules of code E, U1 or U2 that hold for the record and that no flag names.
    """

    published: bool = False
    begun: bool = False
    stage_one_finished: bool = False
    unanswered: tuple[str, ...] = ()
    flags: tuple[FlagFacts, ...] = ()
    missing: tuple[MissingItem, ...] = ()
    pattern: UsualPattern | None = None
    review: tuple[ReviewItem, ...] = ()
    unflagged: tuple[ReviewItem, ...] = ()

    @property
    def screened(self) -> bool:
        """Whether stage 1 is whole."""
        return self.stage_one_finished and not self.unanswered

    @property
    def holding(self) -> tuple[FlagFacts, ...]:
        """Open flags that shut day 1."""
        return tuple(flag for flag in self.flags if flag.holds)


def saddle_was_asked_so(values: Mapping[str, object]) -> bool:
    """Whether perianal sensation is needed: a cauda equina question answered yes or unsure."""
    return any(values.get(key) in _ASKED_SO for key in SADDLE)


def what_is_open(before: Before) -> tuple[OpenItem, ...]:
    """Everything that is open, what blocks first."""
    items = (
        *_screening_items(before),
        *_flag_items(before),
        *_unflagged_items(before),
        *_record_items(before),
    )
    return tuple(sorted(items, key=lambda item: not item.blocks))


def _screening_items(before: Before) -> Iterable[OpenItem]:
    if not before.stage_one_finished:
        words = "The emergency questions (stage 1) are not finished"
        yield OpenItem(key="stage1", words=words, where=Where.SCREENING)
    for key in before.unanswered:
        words = f"Emergency question {key} was not answered"
        yield OpenItem(key=key, words=words, where=Where.SCREENING)


def _flag_items(before: Before) -> Iterable[OpenItem]:
    for flag in before.flags:
        if flag.open and flag.code is not ActionCode.NOTE:
            words = f"{flag.code} {flag.code.word}, rule {flag.rule}: {flag.finding}"
            yield OpenItem(
                key=f"flag-{flag.rule}", words=words, where=Where.FLAGS, blocks=flag.holds
            )


def _unflagged_items(before: Before) -> Iterable[OpenItem]:
    """What the record itself says must be looked at by a named person before anybody signs."""
    for item in before.unflagged:
        words = f"{item.code}, rule {item.key} holds for the record, and no flag names it yet"
        yield OpenItem(key=f"unflagged-{item.key}", words=words, where=Where.FLAGS)


def _record_items(before: Before) -> Iterable[OpenItem]:
    for gap in before.missing:
        yield OpenItem(key=gap.key, words=gap.words, where=Where.EXAMINATION)
    if before.pattern is None:
        words = "The usual pattern names no place yet"
        yield OpenItem(key="pattern", words=words, where=Where.PATTERN)
    for item in before.review:
        words = f"To decide on when signing: {item.finding}"
        yield OpenItem(key=f"review-{item.key}", words=words, where=Where.REVIEW, blocks=False)


def standing(before: Before, signed: SignedDecision | None) -> Standing:
    """What the state of the case follows from."""
    blocking = [item for item in what_is_open(before) if item.blocks]
    return Standing(
        published=before.published,
        begun=before.begun,
        screened=before.screened,
        holding_flags=len(before.holding) + len(before.unflagged),
        work_open=len([one for one in blocking if one.where is not Where.FLAGS]),
        signed=signed,
    )


def check_decision(before: Before, decision: Decision, reviewed: Mapping[str, str]) -> None:
    """Whether a clinician may sign this decision now.

    Args:
        before: all that is known, read in the transaction of the signature.
        decision: the decision.
        reviewed: what was decided on each routine finding, by its key.

    Raises:
        InvalidInput: naming what is open.
    """
    if before.published:
        raise InvalidInput("A published case opens nothing, so no clearance is signed for it.")
    if not decision.clears:
        return
    blocking = [item.words for item in what_is_open(before) if item.blocks]
    blocking += [
        f"Nothing is written about: {item.finding}"
        for item in before.review
        if not reviewed.get(item.key, "").strip()
    ]
    if blocking:
        listed = "; ".join(blocking)
        raise InvalidInput(f"This cannot be cleared yet. Still open: {listed}.")
