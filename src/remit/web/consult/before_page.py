"""Everything on the page "Before the visit": what needs attention, and what is still open."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.content import clinic
from remit.content import screening as screening_content
from remit.domain.action_code import ActionCode
from remit.domain.chronology import Chronology
from remit.domain.clearance import OpenOrWhy, State, state_of
from remit.domain.clearance import may_open_day_one as may_open
from remit.domain.decision_table import Value
from remit.domain.feature import FeatureList
from remit.domain.screening import Fired, Screening
from remit.pathways.consult.clearance import Before, OpenItem, Where, standing, what_is_open
from remit.pathways.consult.features import heard_features, suggestions
from remit.pathways.consult.links import LinkSettings, find
from remit.web.assess.models import Sheet
from remit.web.assess.queries import Scored, latest_values, scores_of, sheets_of
from remit.web.assess.sources import source_of
from remit.web.cases.models import Case
from remit.web.consult.clearance_facts import (
    asks_stage_one_again,
    before_of,
    newest_clearance,
    screening,
    signed_decision,
)
from remit.web.consult.clinic_records import newest
from remit.web.consult.models import Clearance, RecordKind
from remit.web.consult.records import history_of
from remit.web.notices.queries import FlagLine, open_flags
from remit.web.people.site_day import site_day

_BEFORE_CLEARANCE = (
    RecordKind.EXAMINATION,
    RecordKind.FEATURES,
    RecordKind.INVENTORY,
    RecordKind.NOCIPLASTIC,
    RecordKind.PATTERN,
)  # the forms of the history belong to the consultation


@dataclass(frozen=True)
class FiredLine:
    """One rule that fired: what was found, by which answers, from which source."""

    rule: str
    finding: str
    because: str
    source: str


@dataclass(frozen=True)
class CodeGroup:
    """Rules of one code, the most urgent group first."""

    code: ActionCode
    lines: tuple[FiredLine, ...]

    @property
    def tag(self) -> str:
        """The colour class of the code."""
        return self.code.value.lower()


@dataclass(frozen=True)
class Panel:
    """What the side says of clearance."""

    state: State
    opens: OpenOrWhy
    items: tuple[OpenItem, ...]
    newest: Clearance | None
    asks_again: bool

    @property
    def summary(self) -> list[str]:
        """What blocks, counted by place: the checklist alone would fill the side."""
        flags, asked, recorded, pattern = (
            sum(item.where is where for item in self.blocking)
            for where in (Where.FLAGS, Where.SCREENING, Where.EXAMINATION, Where.PATTERN)
        )
        lines = (
            (flags, ngettext("%d flag to settle", "%d flags to settle", flags)),
            (asked, ngettext("%d question to ask", "%d questions to ask", asked)),
            (recorded, ngettext("%d item to record", "%d items to record", recorded)),
        )
        found = [words % count for count, words in lines if count]
        return [*found, _("usual pattern not written")] if pattern else found

    @property
    def examination(self) -> tuple[OpenItem, ...]:
        """What the checklist still lacks."""
        return tuple(item for item in self.items if item.where is Where.EXAMINATION)

    @property
    def others(self) -> tuple[OpenItem, ...]:
        """What is open outside the checklist."""
        return tuple(item for item in self.items if item.where is not Where.EXAMINATION)

    @property
    def blocking(self) -> tuple[OpenItem, ...]:
        """What a clearing decision waits for."""
        return tuple(item for item in self.items if item.blocks)


@dataclass(frozen=True)
class BeforePage:
    """The whole page."""

    before: Before
    groups: tuple[CodeGroup, ...]
    screening: Screening
    sheets: tuple[tuple[Sheet, str], ...]
    scores: tuple[Scored, ...]
    features: FeatureList
    records: tuple[tuple[str, int], ...]
    flags: tuple[FlagLine, ...]
    panel: Panel

    @property
    def urgent(self) -> bool:
        """Whether any answer is E, U1 or U2."""
        return any(group.code.holds_the_programme for group in self.groups)


def before_page(case: Case, *, now: datetime) -> BeforePage:
    """The page of a case; the caller has checked the permission."""
    found = screening(case, now=now)
    before = before_of(case, now=now, screened=found)
    return BeforePage(
        before=before,
        groups=_groups(found),
        screening=found,
        sheets=tuple((sheet, source_of(sheet).form.title) for sheet in sheets_of(case)),
        scores=tuple(scores_of(case)),
        features=feature_list(case),
        records=tuple((kind.value, newest(case, kind).number) for kind in _BEFORE_CLEARANCE),
        flags=tuple(open_flags(case, now=now)),
        panel=panel_of(case, before, now=now),
    )


def panel_of(case: Case, before: Before, *, now: datetime) -> Panel:
    """What the side says of clearance."""
    newest_row = newest_clearance(case)
    stands = standing(before, signed_decision(newest_row))
    today = site_day(case.site, now)
    return Panel(
        state=state_of(stands, today),
        opens=may_open(stands, today),
        items=what_is_open(before),
        newest=newest_row,
        asks_again=not before.published and asks_stage_one_again(case, now=now),
    )


def feature_list(case: Case) -> FeatureList:
    """Features as answered and as the record suggests them."""
    history = history_of(case)
    chronology = Chronology(history)
    regions = latest_values(case).get("BODY", ())
    suggested = suggestions(
        chronology,
        find(chronology, LinkSettings()),
        clinic.inventory(),
        regions if isinstance(regions, tuple) else (),
    )
    values = newest(case, RecordKind.FEATURES).values
    return heard_features(clinic.features(), values, history, suggested)


def _groups(found: Screening) -> tuple[CodeGroup, ...]:
    by_code: dict[ActionCode, list[FiredLine]] = {}
    for fired in found.fired:
        by_code.setdefault(fired.rule.code, []).append(_line(fired))
    codes = sorted(by_code, key=lambda code: -code.urgency)
    return tuple(CodeGroup(code, tuple(by_code[code])) for code in codes)


def _line(fired: Fired) -> FiredLine:
    rule, asked = fired.rule, _questions()
    because = "; ".join(
        f"{asked.get(key, key)} ({key}): {_words(value)}" for key, value in fired.because
    )
    return FiredLine(rule.id, rule.finding, because, rule.source)


@cache
def _questions() -> dict[str, str]:
    """What was asked under each key of the screening."""
    rules = screening_content.rule_set()
    return {one.key: one.text for _, form in rules.forms for one in form.questions()}


def _words(value: Value) -> str:
    if isinstance(value, int | float):
        return f"{value:g}"
    parts = value if isinstance(value, tuple) else (value,)
    return ", ".join(part.replace("_", " ") for part in parts)
