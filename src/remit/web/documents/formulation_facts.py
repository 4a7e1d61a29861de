"""What a formulation is drafted from: the case report and what the clinic recorded beside it."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from remit.content import clinic
from remit.content.formulation import sentence_words
from remit.content.trait_form import trait_list
from remit.domain.decision_table import Value
from remit.domain.facts import Trait
from remit.domain.formulation import Draft, Ground, GroundKind
from remit.pathways.consult.formulation import draft
from remit.pathways.consult.formulation_context import FormulationContext
from remit.web.cases.models import Case
from remit.web.consult.before_page import feature_list
from remit.web.consult.clearance_facts import (
    before_of,
    flag_facts,
    newest_clearance,
    signed_decision,
)
from remit.web.consult.clearance_summary import participant_words
from remit.web.consult.clinic_records import newest
from remit.web.consult.models import RecordKind
from remit.web.consult.queries import report_of
from remit.web.people.site_day import site_day

_FEELINGS = (("emotions.easiest", "easiest"), ("emotions.hardest", "hardest"))


def draft_of(case: Case, *, now: datetime) -> Draft:
    """The draft that the record carries now; the caller has checked the permission."""
    return draft(report_of(case), context_of(case, now=now), sentence_words())


def context_of(case: Case, *, now: datetime) -> FormulationContext:
    """What stands beside the history of a case."""
    if case.origin == Case.Origin.PUBLISHED:
        return FormulationContext(inventory=clinic.inventory(), features=feature_list(case))
    examined = newest(case, RecordKind.EXAMINATION).values
    cleared = _cleared(case, now=now)
    return FormulationContext(
        traits=tuple(_traits(newest(case, RecordKind.TRAITS).values)),
        feelings=tuple(_feelings(newest(case, RecordKind.EMOTIONS).values)),
        findings=tuple(_findings(examined)),
        features=feature_list(case),
        flags=flag_grounds(case),
        pending=tuple(_pending(examined)),
        to_ask=tuple(_to_ask(case, now=now)),
        links_found=_links_found(newest(case, RecordKind.LINKS).values),
        cleared=cleared,
        cleared_words=participant_words(case, now=now) if cleared else "",
        asks_clearance=True,
        disagreement=_disagreement(newest(case, RecordKind.LINKS).values),
        inventory=clinic.inventory(),
    )


def flag_grounds(case: Case) -> tuple[Ground, ...]:
    """The open flags of a case."""
    return tuple(
        Ground(kind=GroundKind.FLAG, id=flag.rule, words=f"{flag.finding} ({flag.code.value})")
        for flag in flag_facts(case)
        if flag.open
    )


def _record(identifier: str, words: str, when: str = "") -> Ground:
    return Ground(kind=GroundKind.RECORD, id=identifier, words=words, when=when)


def _traits(values: Mapping[str, Value]) -> Iterator[Trait]:
    for one in trait_list():
        key = f"trait.{one.key}"
        rating = values.get(key)
        if isinstance(rating, int | float):
            example = str(values.get(f"{key}.example", ""))
            yield Trait(id=key, label=one.label, rating=int(rating), detail=example)


def _feelings(values: Mapping[str, Value]) -> Iterator[Ground]:
    for key, name in _FEELINGS:
        words = str(values.get(key, "")).strip()
        if words:
            yield _record(key, f"{name}: {words}")


def _findings(values: Mapping[str, Value]) -> Iterator[Ground]:
    for item in clinic.checklist():
        words = str(values.get(f"{item.key}.findings", "")).strip()
        if values.get(item.key) == "done" and words:
            yield _record(item.key, f"{item.name}: {words}")


def _pending(values: Mapping[str, Value]) -> Iterator[Ground]:
    words = str(values.get("exam.pending.findings", "")).strip()
    if values.get("exam.pending") == "yes":
        yield _record("exam.pending", words or "a test, not named")


def _to_ask(case: Case, *, now: datetime) -> Iterator[Ground]:
    before = before_of(case, now=now)
    if not before.stage_one_finished:
        yield _record("stage1", "the safety questions, not finished")
    elif before.unanswered:
        count = len(before.unanswered)
        yield _record("stage1", f"{count} safety question{'' if count == 1 else 's'}")


def _cleared(case: Case, *, now: datetime) -> Ground | None:
    row = newest_clearance(case)
    signed = signed_decision(row)
    if row is None or signed is None or not signed.decision.clears:
        return None
    if signed.is_over(site_day(case.site, now)):
        return None
    return _record(f"clearance-{row.number}", signed.decision.words, row.signed_name)


def _links_found(values: Mapping[str, Value]) -> Ground | None:
    participant = str(values.get("links.participant", ""))
    clinician = str(values.get("links.clinician", ""))
    if not participant and not clinician:
        return None
    said = f"participant {participant or 'not asked'}, clinician {clinician or 'not asked'}"
    return _record("links", said)


def _disagreement(values: Mapping[str, Value]) -> Ground | None:
    words = str(values.get("links.missing", "")).strip()
    return _record("links.missing", words) if words else None
