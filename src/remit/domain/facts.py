"""The dated facts of a case: `docs/reference/case-file.md` is generated from their fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from remit.domain.fuzzydate import UNKNOWN, Basis, FuzzyDate
from remit.domain.taxonomy import TAXONOMY
from remit.errors import InvalidInput


class Who(StrEnum):
    """Whom an event happened to."""

    SELF = "self"
    PARTNER = "partner"
    CHILD = "child"
    PARENT = "parent"
    SIBLING = "sibling"
    FRIEND = "friend"
    OTHER = "other"


class Source(StrEnum):
    """Who said it."""

    PARTICIPANT = "participant"
    CLINICIAN = "clinician"
    DOCUMENT = "document"
    PUBLISHED_REPORT = "published report"


class DateGround(StrEnum):
    """What the date of a life event rests on."""

    DOCUMENT = "document"
    LANDMARK = "landmark"
    MEMORY = "memory"


class Answer(StrEnum):
    """An answer that may also be missing for two different reasons."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    NOT_ASKED = "not asked"
    NOT_STATED = "not stated"


class Spoken(StrEnum):
    """How far a thing has been spoken about."""

    NEVER = "never"
    PARTLY = "partly"
    FULLY = "fully"


class Onset(StrEnum):
    """How a symptom began."""

    SUDDEN = "sudden"
    GRADUAL = "gradual"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """Severity as stated; nothing is inferred."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class TreatmentKind(StrEnum):
    """Kinds of medical event."""

    OPERATION = "operation"
    INVESTIGATION = "investigation"
    THERAPY = "therapy"
    DIAGNOSIS = "diagnosis"
    EXAMINATION = "examination"
    CONSULTATION = "consultation"
    INJURY = "injury"
    PROGRAMME = "programme"


class Status(StrEnum):
    """Whether something planned took place."""

    DONE = "done"
    PLANNED = "planned"
    CANCELLED = "cancelled by the participant"


class FunctionKind(StrEnum):
    """Parts of daily life."""

    WORK = "work"
    HOME = "home"
    ACTIVITY = "activity"
    ROLE = "role"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """What every dated fact has.

    Attributes:
        id: short and unique in the case, such as M10; other facts point to it as @M10.
        label: a few words for the timeline; details follow after a comma.
        start: when it began, or when it happened.
        end: when it ended; leave out where it is not known or still going on.
        ongoing: true when it still went on at the consultation or last contact.
        source: who said it.
        detail: further words, kept with the fact.
        not_before: ids or landmarks that it did not begin before, such as M16 or M16.end.
        not_after: ids or landmarks that it did not begin after, such as consultation.
        same_time: ids or landmarks that it began at about the time of, half a year either side.
    """

    id: str
    label: str
    start: FuzzyDate = UNKNOWN
    end: FuzzyDate | None = None
    ongoing: bool = False
    source: Source = Source.PARTICIPANT
    detail: str = ""
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    same_time: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.id or not self.id.replace("-", "").replace("_", "").isalnum():
            raise InvalidInput("an id has letters, digits and hyphens only, such as M10")
        if not self.label.strip():
            raise InvalidInput("a fact needs a label of a few words")
        if self.ongoing and self.end is not None:
            raise InvalidInput("a fact is either ongoing or has an end; keep one of the two")


@dataclass(frozen=True, kw_only=True, slots=True)
class LifeEvent(Fact):
    """Something that happened in this life, burdening or not.

    Attributes:
        code: the code of the event taxonomy, such as CHI07.
        who: whom it happened to.
        lasting: whether it lasted for a time; left out, the taxonomy decides.
        impact_then: burden at the time, 0 to 10.
        impact_now: burden now, 0 to 10.
        feelings: feelings named by the person.
        spoken_about: how far it has been spoken about.
        independent_of_pain: whether it would have happened without the pain.
        consequence_of_pain: true where the pain brought it about; it is then no candidate.
        date_ground: what the date rests on.
        asked_because_of: id of a symptom because of which it was asked for.
    """

    code: str
    who: Who = Who.SELF
    lasting: bool | None = None
    impact_then: int | None = None
    impact_now: int | None = None
    feelings: tuple[str, ...] = ()
    spoken_about: Spoken | None = None
    independent_of_pain: Answer = Answer.NOT_ASKED
    consequence_of_pain: bool = False
    date_ground: DateGround = DateGround.MEMORY
    asked_because_of: str | None = None

    def __post_init__(self) -> None:
        Fact.__post_init__(self)
        if self.code not in TAXONOMY:
            raise InvalidInput(f"code “{self.code}” is not in the event taxonomy")
        if not all(0 <= (impact or 0) <= 10 for impact in (self.impact_then, self.impact_now)):
            raise InvalidInput("an impact lies between 0 and 10")

    @property
    def is_lasting(self) -> bool:
        """Whether it is a period; else it happened on one, perhaps unknown, day."""
        return TAXONOMY[self.code].lasting if self.lasting is None else self.lasting

    @property
    def is_support(self) -> bool:
        """A support or good turn rather than a burden."""
        return TAXONOMY[self.code].support


@dataclass(frozen=True, kw_only=True, slots=True)
class CourseChange:
    """One turn in the course of a symptom.

    Attributes:
        when: when it turned.
        change: better, worse, gone or back, in words.
        severity: severity from then on, where stated.
    """

    when: FuzzyDate
    change: str
    severity: Severity | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SymptomEpisode(Fact):
    """One symptom from its onset on.

    Attributes:
        onset: how it began.
        severity: severity where stated.
        course: turns in the course, in order.
        chief: true for the complaint that brought the person.
        flare: true for a marked worsening of something that was there.
        recurrence_of: id of the symptom that came back after remission.
        relieved_within_minutes: true where relief within 59 minutes is stated.
        counts: false where this is not an onset, such as a stage of another episode.
        after_injury: id of an accident or injury at its onset.
    """

    onset: Onset = Onset.UNKNOWN
    severity: Severity | None = None
    course: tuple[CourseChange, ...] = ()
    chief: bool = False
    flare: bool = False
    recurrence_of: str | None = None
    relieved_within_minutes: bool = False
    counts: bool = True
    after_injury: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Treatment(Fact):
    """A medical event: operation, investigation, therapy, diagnosis, visit.

    Attributes:
        kind: what kind of medical event.
        result: what was found or what it led to.
        count: how many times, where stated.
        for_pain: whether it was done because of the pain.
        status: done, planned, or cancelled by the participant.
    """

    kind: TreatmentKind = TreatmentKind.THERAPY
    result: str = ""
    count: int | None = None
    for_pain: bool = True
    status: Status = Status.DONE


@dataclass(frozen=True, kw_only=True, slots=True)
class Medicine(Fact):
    """A medicine as reported.

    Attributes:
        drug: its generic name; several are parted by a plus sign.
        amount: daily amount in mg (patches in mcg per hour), where known.
        opioid: whether it counts toward the morphine equivalent.
        purpose: what it was for, as reported.
        after: what became of it, where stated.
    """

    drug: str
    amount: float | None = None
    opioid: bool = False
    purpose: str = ""
    after: str = ""

    def __post_init__(self) -> None:
        Fact.__post_init__(self)
        if self.amount is not None and not 0 <= self.amount < float("inf"):
            raise InvalidInput("a daily amount is a number from 0")


@dataclass(frozen=True, kw_only=True, slots=True)
class Functioning(Fact):
    """Work, roles and activities.

    Attributes:
        kind: part of daily life.
        able: whether the person could do it.
        by_choice: whether doing or leaving it was the person's choice.
    """

    kind: FunctionKind = FunctionKind.ACTIVITY
    able: Answer = Answer.NOT_STATED
    by_choice: Answer = Answer.NOT_STATED


@dataclass(frozen=True, kw_only=True, slots=True)
class Trait:
    """A trait the person sees in themselves; shown as a profile, never summed.

    Attributes:
        id: short and unique in the case.
        label: the trait in a few words.
        rating: 0 (not me) to 4 (very much me), where rated.
        detail: an example.
    """

    id: str
    label: str
    rating: int | None = None
    detail: str = ""

    def __post_init__(self) -> None:
        if self.rating is not None and not 0 <= self.rating <= 4:
            raise InvalidInput("a trait is rated from 0 (not me) to 4 (very much me)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """One rating or score.

    Attributes:
        id: short and unique in the case.
        instrument: which item or instrument, such as nrs_avg.
        value: the number as stated or derived.
        start: when it was given.
        phase: baseline or follow-up, where the source says which.
        basis: stated as a number, or derived from words such as "pain-free".
        detail: mode, scale or words.
    """

    id: str
    instrument: str = "nrs_avg"
    value: float
    start: FuzzyDate = UNKNOWN
    phase: str = ""
    basis: Basis = Basis.STATED
    detail: str = ""

    def __post_init__(self) -> None:
        if self.instrument == "nrs_avg" and not 0 <= self.value <= 10:
            raise InvalidInput("a pain rating lies between 0 and 10")
        if self.phase not in {"", "baseline", "follow-up"}:
            raise InvalidInput("a phase is baseline or follow-up, or is left out")


class Nearness(StrEnum):
    """What a stated link says about time."""

    NEAR = "same time"
    AFTER = "after"
    NONE = "not said"


@dataclass(frozen=True, kw_only=True, slots=True)
class StatedLink:
    """A stressor and a symptom that somebody put together.

    Attributes:
        symptom: id of the symptom.
        stressor: id of the stressor.
        says: whether they came at the same time, one after the other, or nothing about time.
        by: who put them together.
        participant: the participant's own opinion.
        clinician: the clinician's opinion.
        words: how strongly, in a word or two.
        told: false where nobody put them together and the opinions alone are kept.
    """

    symptom: str
    stressor: str
    says: Nearness = Nearness.NONE
    by: Source = Source.PARTICIPANT
    participant: Answer = Answer.NOT_ASKED
    clinician: Answer = Answer.NOT_ASKED
    words: str = ""
    told: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordedAnswer:
    """What the record says about one screening topic; nothing is invented.

    Attributes:
        topic: rule or topic, such as CE or OP1.
        answer: the answer, which may be "not asked".
        detail: what the record says.
    """

    topic: str
    answer: Answer = Answer.NOT_ASKED
    detail: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DataNote:
    """An inconsistency of the source that the data themselves do not show.

    Attributes:
        text: the note, one sentence.
        about: ids of the facts it concerns.
    """

    text: str
    about: tuple[str, ...] = field(default=())
