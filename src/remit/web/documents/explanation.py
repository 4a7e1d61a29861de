"""The shared explanation for one case: what is read, what goes home, and the snapshot of it.

A snapshot holds every word that was shown, so that what a person read never changes under them.
The sentence on no other treatment is shown only while day 1 may open: signed, in time, and with
no flag open (F.3, INV-02).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from remit.content import clinic
from remit.content.definition import structure
from remit.content.explanation import (
    Explanation,
    Figure,
    HomeReading,
    Paragraph,
    Section,
    explanation,
    hashes,
)
from remit.domain.chronology import Chronology
from remit.errors import InvalidInput
from remit.pathways.consult.explained import OwnEvidence, Told, own_evidence
from remit.pathways.consult.features import earlier_symptoms
from remit.pathways.consult.formulation_lint import Fault, faults
from remit.pathways.consult.links import LinkSettings, find
from remit.reports.explanation_figures import figure_svg
from remit.web.cases.models import Case
from remit.web.consult.before_page import feature_list
from remit.web.consult.clearance import content_of, may_open_day_one
from remit.web.consult.clearance_facts import newest_clearance
from remit.web.consult.clearance_summary import stands_since
from remit.web.consult.clinic_records import newest, record_clinic
from remit.web.consult.models import ClinicRecord, RecordKind
from remit.web.consult.records import history_of
from remit.web.documents.models import Share
from remit.web.documents.sharing import live_shares, share, withdraw_share
from remit.web.notices.models import Approval
from remit.web.people.models import Person, Site
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.people.site_day import site_day

QUESTIONS, READING = "plan.questions", "plan.homework"
LONGEST = {QUESTIONS: 4000, READING: 200}


@dataclass(frozen=True, kw_only=True)
class SourceLine:
    """A source with its number on the page."""

    number: int
    mark: str
    words: str


@dataclass(frozen=True, kw_only=True)
class ReadParagraph:
    """A paragraph as it is read.

    Attributes:
        text: its sentences.
        sources: numbers of what they rest on.
        signed: by whom and when, for the sentence that needs a signature; "" for all others.
    """

    text: str
    sources: tuple[int, ...] = ()
    signed: str = ""


@dataclass(frozen=True, kw_only=True)
class ReadSection:
    """A section as it is read, with what of the person's own record stands beside it."""

    key: str
    title: str
    short: str
    paragraphs: tuple[ReadParagraph, ...]
    figures: tuple[Figure, ...] = ()
    own: tuple[OwnEvidence, ...] = ()

    @property
    def drawn(self) -> tuple[tuple[Figure, str], ...]:
        """Each figure with its drawing."""
        return tuple((one, figure_svg(one, f"ex-{self.key}")) for one in self.figures)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The whole explanation as one person reads it.

    Attributes:
        version, language: of the text.
        hashes: of its files.
        title, intro: as in the text.
        on: the day it was put together, as ISO date.
        sections: in their order.
        home: words around the reading at home.
        named: a text that the clinic chose; "" for none.
        questions: the person's questions and what was answered.
        sources: what the text rests on.
    """

    version: str
    language: str
    hashes: dict[str, str]
    title: str
    intro: str
    on: str
    sections: tuple[ReadSection, ...]
    home: HomeReading
    named: str = ""
    questions: str = ""
    sources: tuple[SourceLine, ...] = field(default=())

    @property
    def day(self) -> date:
        """The day it was put together."""
        return date.fromisoformat(self.on)


def reading_of(case: Case, *, now: datetime) -> Reading:
    """The explanation with everything of this case; the caller has checked the permission."""
    text = explanation()
    own = _own(case)
    signed = signed_words(case, now=now)
    plan = newest(case, RecordKind.PLAN).values
    numbers = {key: place for place, key in enumerate(text.source_order, start=1)}
    return Reading(
        version=text.version,
        language=text.language,
        hashes=hashes(text.language, text.version),
        title=text.title,
        intro=text.intro,
        on=site_day(case.site, now).isoformat(),
        sections=tuple(
            _section(one, own.get(one.key, ()), signed, numbers) for one in text.sections
        ),
        home=text.reading,
        named=str(plan.get(READING, "")),
        questions=str(plan.get(QUESTIONS, "")),
        sources=_source_lines(text),
    )


def signed_words(case: Case, *, now: datetime) -> str:
    """Who signed that nothing needs other treatment now, and when; "" where that does not stand."""
    row = newest_clearance(case)
    if row is None or not content_of(row, case).get("no_other_treatment"):
        return ""
    if not may_open_day_one(case, now):
        return ""
    return f"{row.signed_name}, {date_format(row.signed_on, 'j F Y')}"


def is_approved(site: Site) -> bool:
    """Whether a clinician of the site approved both files as they are now (INV-13)."""
    given = Approval.objects.filter(site=site, path__startswith="explanation/")
    approved = set(given.values_list("path", "sha256"))
    return set(hashes().items()) <= approved


def keep_answers(
    *, case: Case, answers: Mapping[str, str], number: int, by: Person, now: datetime
) -> ClinicRecord:
    """Keep their questions with the answers, and the reading, as a new version of the plan.

    Args:
        answers: texts under QUESTIONS and READING; the rest of the plan stays as it is.
        number: number of the plan that the person looked at; 0 for none.

    Raises:
        NotAllowed: the person's role does not record here.
        InvalidInput: a text is too long, or the case is published.
        Conflict: the plan was changed meanwhile; nothing was written.
    """
    for key, longest in LONGEST.items():
        if len(answers.get(key, "")) > longest:
            raise InvalidInput(_("This is too long: at most %(most)d signs.") % {"most": longest})
    kept = dict(newest(case, RecordKind.PLAN).values)
    changed = {key: answers[key].strip() for key in LONGEST if key in answers}
    merged = {key: value for key, value in {**kept, **changed}.items() if value != ""}
    return record_clinic(
        case=case, kind=RecordKind.PLAN, answers=merged, number=number, by=by, now=now
    )


def send_home(*, case: Case, keep: frozenset[str], by: Person, now: datetime) -> Share:
    """Share the explanation with the participant, with the evidence that was chosen.

    What was sent home before is taken back: only the newest is read.

    Args:
        keep: keys of the evidence that goes home, and QUESTIONS where their questions do; all
            else of this person stays out.

    Raises:
        NotAllowed: the person's role does not share here.
        InvalidInput: the case has no participant, or the text is not approved at this site.
        Conflict: somebody shared it at the same moment.
    """
    check_allowed(by, Act.CHANGE, Object.SHARED, case, now=now)
    if case.participant_id is None:
        raise InvalidInput(_("Nobody reads this case at home yet. Print the page instead."))
    if not (is_approved(case.site) or settings.REMIT_DEMO):
        raise InvalidInput(_("A clinician of this site has not approved this text yet."))
    reading = only(reading_of(case, now=now), keep)
    of, what = f"{reading.version}, {reading.on}", Share.What.EXPLANATION
    with transaction.atomic():
        for earlier in live_shares(case).filter(what=what):
            withdraw_share(share=earlier, by=by, now=now)
        return share(case=case, what=what, of=of, text=snapshot(reading), by=by, now=now)


def only(reading: Reading, keep: frozenset[str]) -> Reading:
    """The reading with the chosen evidence alone, and their questions only where chosen."""
    sections = tuple(
        replace(one, own=tuple(own for own in one.own if own.key in keep))
        for one in reading.sections
    )
    questions = reading.questions if QUESTIONS in keep else ""
    return replace(reading, sections=sections, questions=questions)


def warned_questions(reading: Reading) -> tuple[Fault, ...]:
    """What the lint marks in questions and answers; a clinician looks before they go home."""
    return faults(reading.questions)


def snapshot(reading: Reading) -> str:
    """The reading as text that is stored and never changes."""
    return json.dumps(asdict(reading), ensure_ascii=False, sort_keys=True)


def read_snapshot(text: str, *, stands: bool) -> Reading:
    """A reading from its snapshot.

    Args:
        text: what `snapshot` made.
        stands: whether the signed sentence still stands; otherwise it is left out.

    Raises:
        InvalidInput: it is no such snapshot.
    """
    try:
        plain: object = json.loads(text)
    except json.JSONDecodeError:
        plain = None
    if not isinstance(plain, dict):
        raise InvalidInput("This is no snapshot of the explanation.")
    reading = structure(Reading, plain, "snapshot of the explanation")
    return reading if stands else _unsigned(reading)


def shared_reading(shared: Share, text: str, *, now: datetime) -> Reading | None:
    """What a participant reads of a share; None where it is another kind of document.

    Args:
        shared: the share, which the caller has opened for this person.
        text: its text.
    """
    if shared.what != Share.What.EXPLANATION:
        return None
    stands = stands_since(shared.case, shared.shared_at, now=now)
    return read_snapshot(text, stands=stands and bool(signed_words(shared.case, now=now)))


def _unsigned(reading: Reading) -> Reading:
    sections = tuple(
        replace(one, paragraphs=tuple(p for p in one.paragraphs if not p.signed))
        for one in reading.sections
    )
    return replace(reading, sections=sections)


def _own(case: Case) -> dict[str, tuple[OwnEvidence, ...]]:
    chronology = Chronology(history_of(case))
    told = Told(chronology, find(chronology, LinkSettings()))
    earlier = earlier_symptoms(chronology, clinic.inventory())
    return own_evidence(told, feature_list(case), earlier)


def _section(
    section: Section, own: tuple[OwnEvidence, ...], signed: str, numbers: Mapping[str, int]
) -> ReadSection:
    shown = [one for one in section.paragraphs if signed or not one.only_if_signed]
    return ReadSection(
        key=section.key,
        title=section.title,
        short=section.short,
        paragraphs=tuple(_paragraph(one, signed, numbers) for one in shown),
        figures=section.figures,
        own=own,
    )


def _paragraph(one: Paragraph, signed: str, numbers: Mapping[str, int]) -> ReadParagraph:
    return ReadParagraph(
        text=one.text,
        sources=tuple(numbers[key] for key in one.sources),
        signed=signed if one.only_if_signed else "",
    )


def _source_lines(text: Explanation) -> tuple[SourceLine, ...]:
    return tuple(
        SourceLine(number=number, mark=text.sources[key].mark, words=text.sources[key].words)
        for number, key in enumerate(text.source_order, start=1)
    )
