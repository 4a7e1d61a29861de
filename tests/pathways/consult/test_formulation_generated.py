"""Drafts of generated lives: grounded, without a fault, and open about what is unknown."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remit.content import clinic
from remit.content.casefile import build as build_history
from remit.content.formulation import sentence_words
from remit.domain.facts import Answer, Trait
from remit.domain.formulation import Audience, Ground, GroundKind
from remit.domain.taxonomy import TAXONOMY
from remit.pathways.consult.casereport import build
from remit.pathways.consult.formulation import draft
from remit.pathways.consult.formulation_context import FormulationContext
from remit.pathways.consult.formulation_lint import faults

INVENTORY = clinic.inventory()
SYMPTOMS = [one.label for group in INVENTORY for one in group.symptoms]
HARD = [
    "Pain caused by the fall",
    "Depression, told by a doctor",
    "It is all in her head, she was told",
    "Told to stop her tablets",
    "Nothing wrong on the scan",
    "Cured by an operation",
    "Her own fault, says her mother",
    "100 % sure it is the job!",
]
LABELS = st.one_of(
    st.sampled_from([one.label.capitalize() for one in TAXONOMY.values()]),
    st.sampled_from(HARD),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)
    .map(str.strip)
    .filter(lambda text: bool(text.strip(".;: "))),
)
DATES = st.sampled_from(
    [
        "unknown", "1993", "about 1993", "by 1993", "before 1980", "the 1980s", "summer 2004",
        "4 May 1993", "1980 to 1990", "childhood", "aged 40", "in her twenties", "after 1999",
        "9 years before the consultation", "several months before the consultation",
        "at the consultation",
    ]
)  # fmt: skip
COUNTED = st.sampled_from(
    ["unknown", "9 years before the consultation", "in her twenties", "childhood", "aged 40",
     "at the consultation", "several weeks before the consultation"]
)  # fmt: skip
OPINION = st.sampled_from([answer.value for answer in Answer])


@st.composite
def lives(draw):
    dates = draw(st.sampled_from([DATES, COUNTED]))
    calendar = dates is DATES
    case = {"id": "gen", "name": "Gen", "birth": "aged 52 at consultation"}
    case["consultation"] = "2007" if calendar else "unknown"
    if draw(st.booleans()):
        case["unknown"] = ["Which medicines she took is not given."]
    events = [
        {"id": f"L{n}", "label": draw(LABELS), "code": draw(st.sampled_from(sorted(TAXONOMY))),
         "start": draw(dates)}
        for n in range(draw(st.integers(0, 4)))
    ]  # fmt: skip
    symptoms = [
        {
            "id": f"S{n}",
            "label": draw(st.one_of(st.sampled_from(SYMPTOMS), LABELS)),
            "start": draw(dates),
            "chief": n == 0 and draw(st.booleans()),
            "ongoing": draw(st.booleans()),
            "onset": draw(st.sampled_from(["sudden", "gradual", "unknown"])),
        }
        for n in range(draw(st.integers(0, 3)))
    ]
    links = [
        {"symptom": symptom["id"], "stressor": event["id"],
         "says": draw(st.sampled_from(["same time", "after", "not said"])),
         "by": draw(st.sampled_from(["participant", "clinician", "document"])),
         "participant": draw(OPINION), "clinician": draw(OPINION),
         "told": draw(st.booleans())}
        for symptom in symptoms for event in events if draw(st.booleans())
    ]  # fmt: skip
    treatments = [
        {"id": f"T{n}", "label": draw(LABELS), "start": draw(dates),
         "kind": draw(st.sampled_from(["operation", "investigation", "examination"])),
         "status": draw(st.sampled_from(["done", "planned"])), "result": draw(LABELS)}
        for n in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    medicines = [
        {"id": f"M{n}", "label": draw(LABELS), "start": draw(dates),
         "drug": draw(st.sampled_from(["morphine", "paroxetine", "not named"]))}
        for n in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    answers = [
        {"topic": draw(st.sampled_from(["CE", "F1", "Cancer history"])), "answer": draw(OPINION),
         "detail": draw(st.one_of(st.just(""), LABELS))}
        for _ in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    tables = {"event": events, "symptom": symptoms, "link": links, "treatment": treatments,
              "medicine": medicines, "answer": answers}  # fmt: skip
    return {"case": case} | {name: rows for name, rows in tables.items() if rows}


def _record(identifier, words, kind=GroundKind.RECORD):
    return Ground(kind=kind, id=identifier, words=words)


@st.composite
def contexts(draw):
    def some(kind=GroundKind.RECORD):
        words = draw(st.lists(LABELS, max_size=2))
        return tuple(_record(f"{kind}-{n}", one, kind) for n, one in enumerate(words))

    traits = draw(st.lists(st.tuples(LABELS, st.integers(0, 4)), max_size=3))
    return FormulationContext(
        traits=tuple(
            Trait(id=f"trait-{n}", label=label, rating=rating)
            for n, (label, rating) in enumerate(traits)
        ),
        feelings=some(),
        notes=some(GroundKind.NOTE),
        findings=some(),
        flags=some(GroundKind.FLAG),
        pending=some(),
        to_ask=some(),
        links_found=draw(st.none() | LABELS.map(lambda words: _record("links", words))),
        asks_clearance=draw(st.booleans()),
        disagreement=draw(st.none() | LABELS.map(lambda words: _record("missing", words))),
        inventory=INVENTORY,
    )


def _known(report, context):
    """Ids of everything that exists in the record."""
    ids = {fact.id for fact in report.history.facts()}
    ids |= {f"{link.stressor}+{link.symptom}" for link in report.links}
    ids |= {answer.topic for answer in report.history.answers}
    ids |= {trait.id for trait in (*report.history.traits, *context.traits)}
    ids |= {f"unknown-{n}" for n, _ in enumerate(report.history.subject.unknown, start=1)}
    for name in ("feelings", "notes", "findings", "flags", "pending", "to_ask"):
        ids |= {one.id for one in getattr(context, name)}
    ids |= {one.id for one in (context.links_found, context.disagreement) if one}
    return ids | {"clearance", "complaint"}


def _anything_unknown(report, context):
    history = report.history
    undated = any(
        one.start.is_unknown for one in (*history.events, *history.symptoms) if _counts(one)
    )
    open_answers = any(
        one.answer in {Answer.NOT_ASKED, Answer.NOT_STATED, Answer.UNSURE}
        for one in history.answers
    )
    return (
        undated
        or open_answers
        or bool(history.subject.unknown)
        or bool(context.to_ask or context.flags)
        or context.asks_clearance
        or report.complaint is None
    )


def _counts(fact):
    return getattr(fact, "counts", True)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(plain=lives(), context=contexts())
def test_drafts_of_generated_lives(plain, context):
    report = build(build_history(plain, "generated"))
    made = draft(report, context, sentence_words())
    assert len({one.id for one in made.sentences}) == len(made.sentences)
    known = _known(report, context)
    for one in made.sentences:
        assert one.standing or one.rests_on, one
        assert {ground.id for ground in one.rests_on} <= known, one
        assert one.participant or one.referrer
        for audience in Audience:
            found = faults(one.words(audience), audience, one.quoted)
            assert found == (), (one.words(audience), found)
    rules = {one.id for one in made.sentences}
    if _anything_unknown(report, context):
        assert rules & {"open", "not-asked", "dates", "silent"}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(plain=lives(), context=contexts())
def test_the_same_record_gives_the_same_draft(plain, context):
    report = build(build_history(plain, "generated"))
    assert draft(report, context, sentence_words()) == draft(report, context, sentence_words())


@pytest.mark.parametrize("words", HARD)
def test_a_hard_label_is_replaced_or_is_a_recorded_diagnosis(words):
    plain = {
        "case": {"id": "gen", "name": "Gen", "consultation": "2007"},
        "symptom": [{"id": "S0", "label": words, "start": "2000", "chief": True}],
    }
    made = draft(build(build_history(plain, "g")), FormulationContext(), sentence_words())
    text = " ".join(one.participant for one in made.sentences)
    assert (words.lower() in text.lower()) is words.startswith("Depression")
