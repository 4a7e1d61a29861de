"""The parts of what is asked before the visit: what is required, what is offered, what is done."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from remit.content import instruments
from remit.domain.assessment import Fact, Part, Point
from remit.domain.decision_table import Values
from remit.domain.instrument import Where
from remit.web.assess import sources
from remit.web.assess.models import Sheet, State
from remit.web.assess.sources import FormRef

POINT = "before-visit"
NEW = "something-new"
MEDICINES = "medicines"
SAFETY = "stage1"
_REPEATED = ("medicine", "symptom", "life")


@dataclass(frozen=True)
class PartOfVisit:
    """One part.

    Attributes:
        key: its name in addresses.
        title: what the participant reads.
        ref: the form behind it.
        required: whether the visit needs it.
        minutes: how long it takes.
        repeats: whether it may be filled several times.
        sheet: the newest sheet of it; None before it was begun.
        count: how often it was finished.
        finished_at: when it was finished last.
    """

    key: str
    title: str
    ref: FormRef
    required: bool
    minutes: int
    repeats: bool = False
    sheet: Sheet | None = None
    count: int = 0
    finished_at: datetime | None = None

    @property
    def is_done(self) -> bool:
        return self.count > 0

    @property
    def is_begun(self) -> bool:
        return self.sheet is not None and self.sheet.state == State.DRAFT


@dataclass(frozen=True)
class Progress:
    """All parts of one case.

    Attributes:
        parts: in the order in which they are asked.
        stopped: a sheet that an emergency answer stopped; None where there is none.
    """

    parts: tuple[PartOfVisit, ...]
    stopped: Sheet | None = None

    @property
    def required(self) -> tuple[PartOfVisit, ...]:
        return tuple(one for one in self.parts if one.required)

    @property
    def open_required(self) -> tuple[PartOfVisit, ...]:
        return tuple(one for one in self.required if not one.is_done)

    @property
    def done_count(self) -> int:
        return sum(one.is_done for one in self.required)

    @property
    def finished(self) -> tuple[PartOfVisit, ...]:
        return tuple(one for one in self.parts if one.is_done)

    @property
    def offered(self) -> tuple[PartOfVisit, ...]:
        return tuple(one for one in self.parts if not one.required)

    @property
    def following(self) -> PartOfVisit | None:
        """What comes next; None when everything required is done."""
        return next(iter(self.open_required), None)

    @property
    def minutes_left(self) -> int:
        return sum(one.minutes for one in self.open_required)


def progress(sheets: Iterable[Sheet], values: Values, *, once_more: bool = False) -> Progress:
    """How far a participant is.

    Args:
        sheets: the sheets of the case, newest first.
        values: the latest answers; they decide which instruments are offered, and nothing that is
            required.
        once_more: whether the safety questions were answered too long ago.
    """
    rows = [one for one in sheets if one.point in (POINT, NEW)]
    stopped = next((one for one in rows if one.state == State.STOPPED), None)
    found = [_filled(part, rows) for part in _plan(values)]
    asked = (_asked_again(one, found) for one in found)
    parts = (_once_more(one) if once_more and one.key == SAFETY else one for one in asked)
    return Progress(tuple(parts), stopped)


def _asked_again(part: PartOfVisit, found: list[PartOfVisit]) -> PartOfVisit:
    """Who tells one more medicine is asked again whether that is all."""
    told = next((one for one in found if one.key == "medicine"), None)
    if part.key != MEDICINES or part.sheet is None or told is None:
        return part
    said, last = part.sheet.finished_at, told.finished_at
    return replace(part, count=0) if said and last and last > said else part


def _once_more(part: PartOfVisit) -> PartOfVisit:
    """Safety answers speak of the last two weeks; older ones are asked again before the visit."""
    return replace(part, title=str(_("Safety questions, once more")), count=0)


def part(key: str, sheets: Iterable[Sheet], values: Values) -> PartOfVisit | None:
    """The part of this name; None where it is not asked of this person."""
    return next((one for one in progress(sheets, values).parts if one.key == key), None)


def _filled(plan: PartOfVisit, rows: list[Sheet]) -> PartOfVisit:
    same = [
        one
        for one in rows
        if (one.form_kind, one.form_id, one.stage) == (plan.ref.kind, plan.ref.id, plan.ref.stage)
    ]
    count = sum(one.state == State.FINISHED for one in same)
    newest = next(iter(same), None)
    return PartOfVisit(
        plan.key,
        plan.title,
        plan.ref,
        plan.required,
        plan.minutes,
        plan.repeats,
        newest,
        count,
        max((one.finished_at for one in same if one.finished_at), default=None),
    )


def _plan(values: Values) -> list[PartOfVisit]:
    """Stage 1, pain ratings and medicines are required; the rest is offered (CLINICAL A.7, D.7)."""
    titles = {
        "contact": _("How to reach you"),
        "stage1": _("Safety questions"),
        "nrs": _("How strong the pain is"),
        MEDICINES: _("Your medicines"),
        "pain": _("How the pain began"),
        "stage2": _("Your health"),
        "symptom": _("An earlier symptom"),
        "life": _("Something in your life"),
    }
    required = [
        (name, ref, True)
        for name, ref in (
            ("contact", sources.intake_ref("contact")),
            ("stage1", sources.screening_ref("stage1")),
            ("nrs", sources.instrument_ref("nrs")),
            (MEDICINES, sources.intake_ref(MEDICINES)),
        )
    ]
    offered = [
        ("pain", sources.intake_ref("pain"), False),
        ("stage2", sources.screening_ref("stage2"), False),
        *((name, sources.instrument_ref(name), False) for name in _instruments(values)),
        ("symptom", sources.intake_ref("symptom"), False),
        ("life", sources.intake_ref("life"), False),
    ]
    hidden = [("medicine", sources.intake_ref("medicine"), False)]
    found = []
    for name, ref, needed in [*required, *offered, *hidden]:
        form = sources.find(ref).form
        title = str(titles.get(name, form.title))
        found.append(PartOfVisit(name, title, ref, needed, form.minutes, repeats=name in _REPEATED))
    return found


def _instruments(values: Values) -> list[str]:
    """Instruments of the first occasion that may be asked at a distance."""
    body = values.get("BODY", ())
    facts = [Fact.LOW_BACK_PAIN] if isinstance(body, tuple) and "lower_back" in body else []
    due = [
        *instruments.due(Point.T0, Where.REMOTE, facts),
        *(one for one in instruments.due(Point.T1, Where.REMOTE, facts) if one.id == "rmdq"),
    ]
    shown = {one.id for one in instruments.shipped()}
    names = [one.id for one in due if one.part is Part.INSTRUMENT and one.id in shown]
    return [name for name in dict.fromkeys(names) if name not in ("nrs", "fibromyalgia")]
