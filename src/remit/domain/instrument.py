"""Instruments: what is asked, under which licence, and how the answers become scores.

An instrument contains a form; it does not invent questions of its own. One whose licence does not
let its text travel with Remit is a slot: everything about it but the words (INV-09, HZ10).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from remit.domain.action_code import ActionCode
from remit.domain.form import Form
from remit.errors import InvalidInput, NotFound

# Asked in the clinic or live by phone only, never by a page that nobody watches (CLINICAL A.1).
ASKED_LIVE = frozenset({"phq9.9"})


class Licence(StrEnum):
    """What may be done with an instrument's words (CLINICAL D.1)."""

    PUBLIC = "L0"
    OPEN = "L1"
    CONDITIONS = "L2"
    PERMISSION = "L3"
    UNCLEAR = "LX"
    OWN = "LP"

    @property
    def meaning(self) -> str:
        """The class in words."""
        return _MEANINGS[self]

    @property
    def may_ship(self) -> bool:
        """Whether the text may travel with Remit."""
        return self in (Licence.PUBLIC, Licence.OPEN, Licence.OWN)


_MEANINGS = {
    Licence.PUBLIC: "public domain, or the owner states that no permission is needed",
    Licence.OPEN: "open licence, with attribution",
    Licence.CONDITIONS: "free under conditions, such as registration or non-commercial use",
    Licence.PERMISSION: "permission or a fee",
    Licence.UNCLEAR: "not established; treated as needing permission",
    Licence.OWN: "this project's own wording",
}


class Where(StrEnum):
    """Where a form may be filled."""

    REMOTE = "remote"  # alone, on a page that nobody watches
    CLINIC = "clinic"  # in the clinic, or live by phone


class Scoring(StrEnum):
    """The closed set of ways from answers to a number; each is one function of `scoring`."""

    SUM = "sum_all_required"
    SUM_IMPORTS = "sum_prorated_for_imports"
    MEAN = "mean_all_required"
    SINGLE = "single"
    TICKED = "count_ticked"
    GATED = "count_yes_gated"
    PAIN_INDEX = "fibromyalgia_index"
    PAIN_REGIONS = "fibromyalgia_regions"
    FM_SEVERITY = "fibromyalgia_severity"
    FM_CRITERIA = "fibromyalgia_criteria"


class Status(StrEnum):
    """How far a text was compared with its owner's file."""

    OPEN = "open"
    ONCE = "compared once"
    CHECKED = "checked"  # by a second person, with the owner's file


@dataclass(frozen=True, kw_only=True, slots=True)
class Marked:
    """A statement and how sure it is.

    Attributes:
        words: the statement.
        mark: evidence mark, such as GK, D or V2:RF2000.
    """

    words: str
    mark: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Code:
    """A code of a terminology.

    Attributes:
        code: such as 44250-9.
        mark: evidence mark.
        note: what does not quite fit.
    """

    code: str
    mark: str
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """A named range of a score, up to the next band.

    Attributes:
        at_least: lowest value in it.
        words: its name.
        mark: evidence mark.
    """

    at_least: float
    words: str
    mark: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ThresholdFlag:
    """A score that needs a human.

    Attributes:
        rule: stable id of the rule.
        code: what it asks for.
        finding: in words, without the number.
        source: where the rule comes from, with its mark.
        at_least: from this value on.
        below: up to, not including, this value.
        site_may_use: other values of `at_least` that a site may choose.
        when_unanswered: fires where the score is missing from a finished sheet.
    """

    rule: str
    code: ActionCode
    finding: str
    source: str
    at_least: float | None = None
    below: float | None = None
    site_may_use: tuple[float, ...] = ()
    when_unanswered: bool = False

    def __post_init__(self) -> None:
        if (self.at_least is None) != self.when_unanswered:
            raise InvalidInput(f"{self.rule}: either a lowest value or `when_unanswered`")


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    """What happens to answers not given; the rule at entry is always that all are needed.

    Attributes:
        import_up_to: how many an imported record may lack; their place takes the mean of the rest.
        never: items that are never substituted.
    """

    import_up_to: int = 0
    never: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreDefinition:
    """One score of an instrument.

    Attributes:
        key: stable key, such as phq9.total.
        title: what staff read.
        scoring: the named function.
        items: question keys it reads; some functions give their order a meaning.
        low: lowest possible value.
        high: highest possible value.
        decimals: places that are kept.
        bands: named ranges, from the lowest.
        cut_offs: values that a screening calls positive.
        flags: values that need a human.
        missing: rule for answers not given.
    """

    key: str
    title: str
    scoring: Scoring
    items: tuple[str, ...]
    low: float
    high: float
    decimals: int = 0
    bands: tuple[Band, ...] = ()
    cut_offs: tuple[Band, ...] = ()
    flags: tuple[ThresholdFlag, ...] = ()
    missing: Missing = Missing()

    def __post_init__(self) -> None:
        if not self.items or self.low >= self.high:
            raise InvalidInput(f"{self.key}: a score needs items, and low must lie below high")
        starts = [band.at_least for band in self.bands]
        if starts != sorted(set(starts)) or (starts and starts[0] != self.low):
            raise InvalidInput(f"{self.key}: bands rise from {self.low:g}, each once")
        if not set(self.missing.never) <= set(self.items):
            raise InvalidInput(f"{self.key}: only its own items can be kept from substitution")
        if self.missing.import_up_to and self.scoring is not Scoring.SUM_IMPORTS:
            raise InvalidInput(f"{self.key}: {self.scoring} substitutes nothing")

    def band(self, value: float) -> str:
        """The name of the range a value falls in; "" where there are no bands."""
        reached = [band.words for band in self.bands if value >= band.at_least]
        return reached[-1] if reached else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """What a text was compared with.

    Attributes:
        covers: question keys, or `question.option` for single options; empty means all.
        against: the file or page it was, or is to be, compared with.
        status: how far that went.
        by: who compared, where it is checked.
        on: day of the comparison, where it is checked.
    """

    against: str
    status: Status = Status.OPEN
    covers: tuple[str, ...] = ()
    by: str = ""
    on: str = ""

    def __post_init__(self) -> None:
        if self.status is Status.CHECKED and not (self.by and self.on):
            raise InvalidInput("A checked text says who checked it and on which day.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Instrument:
    """One questionnaire, scale or worksheet.

    Attributes:
        id: such as phq9.
        version: of wording, keys and scoring; a released version never changes.
        title: the name that staff know.
        construct: what it measures.
        licence: class of its licence.
        licence_reason: why it has that class.
        source_line: the line shown with the questions.
        citation: the publication.
        recall: the time that the questions are about.
        form: the questions; None for a slot.
        where_asked: where it may be filled.
        scores: how answers become numbers.
        loinc: codes for "panel", for score keys and for item keys.
        change: what change matters.
        notes: what users of the numbers need to know.
        checked: what its text was compared with.
    """

    id: str
    version: str
    title: str
    construct: str
    licence: Licence
    licence_reason: str
    where_asked: tuple[Where, ...]
    source_line: str = ""
    citation: str = ""
    recall: str = ""
    form: Form | None = None
    scores: tuple[ScoreDefinition, ...] = ()
    loinc: Mapping[str, Code] = field(default_factory=dict)
    change: tuple[Marked, ...] = ()
    notes: tuple[str, ...] = ()
    checked: tuple[Check, ...] = ()

    def __post_init__(self) -> None:
        for fault in self._faults():
            raise InvalidInput(f"{self.id}: {fault}")

    @property
    def is_slot(self) -> bool:
        """Whether its text is missing and a site would have to load it."""
        return self.form is None

    def require_form(self) -> Form:
        """The questions.

        Raises:
            NotFound: it is a slot.
        """
        if self.form is None:
            raise NotFound(f"The text of {self.title} is not loaded: {self.licence_reason}.")
        return self.form

    def score_definition(self, key: str) -> ScoreDefinition:
        """The score with this key.

        Raises:
            NotFound: it has no such score.
        """
        for one in self.scores:
            if one.key == key:
                return one
        raise NotFound(f"{self.title} has no score “{key}”.")

    def checks_of(self, key: str) -> tuple[Check, ...]:
        """The comparisons that cover a question or an option."""
        return tuple(one for one in self.checked if not one.covers or key in one.covers)

    def _faults(self) -> Iterator[str]:
        if self.form is None:
            if self.scores:
                yield "a slot has no items and so no scores"
            return
        if not self.licence.may_ship:
            yield f"text of class {self.licence} may not ship ({self.licence.meaning})"
        if not self.source_line:
            yield "text that ships needs its source line"
        if not self.checked:
            yield "text that ships says what it was compared with, or that this is open"
        keys = {question.key for question in self.form.questions()}
        if Where.REMOTE in self.where_asked and keys & ASKED_LIVE:
            yield f"{min(keys & ASKED_LIVE)} is asked in the clinic or live by phone only"
        strange = {item for score in self.scores for item in score.items} - keys
        if strange:
            yield f"a score reads {min(strange)}, which is not asked"
        if len({score.key for score in self.scores}) != len(self.scores):
            yield "two scores have the same key"
