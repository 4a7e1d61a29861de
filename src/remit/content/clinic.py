"""What a clinician records, as versioned content: before clearance the features, inventory,
examination checklist, worksheets and usual pattern (CLINICAL A.4, B.2, B.4-B.6, INV-06), and the
history by form from welcome to plan (C.1, C.2, C.5, C.6).

Each is read into a `Form`, so that one form model serves them as it serves the questionnaires.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from remit.content.definition import content_hash, plain_file, structure
from remit.content.trait_form import trait_form
from remit.domain.decision_table import Cell, Table
from remit.domain.examination import ExaminationItem
from remit.domain.feature import Feature, FeatureGroup
from remit.domain.form import Form, Kind, Option, Page, Question
from remit.domain.prior_symptom import PriorSymptom, SymptomGroup
from remit.errors import NotFound

FEATURES, INVENTORY, EXAMINATION = "features", "inventory", "examination"
NOCIPLASTIC, PATTERN = "nociplastic", "pattern"
WELCOME, CHILDHOOD, TRAITS, EMOTIONS = "welcome", "childhood", "traits", "emotions"
ADVERSITY, LINKS, PLAN = "adversity", "links", "plan"

_STATES = (
    Option(key="done", text="done"),
    Option(key="not_done", text="not done"),
    Option(key="not_needed", text="not needed"),
)
_HEARD = (
    Option(key="yes", text="yes"),
    Option(key="no", text="no"),
    Option(key="not_sure", text="not sure"),
)  # a feature that nobody answered is "not asked"
_WHO = (
    Option(key="participant", text="the participant"),
    Option(key="clinician", text="the clinician"),
    Option(key="document", text="a document"),
)
_GROUP_TITLES = {
    FeatureGroup.FUNCTIONAL: "Where and how long",
    FeatureGroup.INCONSISTENT: "How it varies",
    FeatureGroup.TRIGGERED: "What sets it off",
    FeatureGroup.HISTORY: "Earlier life",
    FeatureGroup.AGAINST: "Against primary pain",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _FeatureFile:
    id: str
    version: str
    language: str
    source: str
    features: tuple[Feature, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _InventoryFile:
    id: str
    version: str
    language: str
    title: str
    intro: str
    groups: tuple[SymptomGroup, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Item:
    key: str
    name: str
    hint: str = ""
    dated: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class _ExaminationFile:
    id: str
    version: str
    language: str
    title: str
    items: tuple[_Item, ...]
    judgement: tuple[Question, ...]


def path(kind: str, version: str = "1") -> str:
    """Content path of a definition, for its hash."""
    return f"clinic/{kind}/{version}.toml"


def hash_of(kind: str, version: str = "1") -> str:
    """SHA-256 of a definition, in hexadecimal."""
    return content_hash(path(kind, version))


def form(kind: str, version: str = "1") -> Form:
    """The form of one kind of clinician's record.

    Raises:
        NotFound: there is no such kind.
    """
    if kind not in _FORMS:
        raise NotFound(f"There is no clinician's form “{kind}”.")
    return _FORMS[kind](version)


@cache
def features(version: str = "1") -> tuple[Feature, ...]:
    """The rule-in features and those against, in their order (B.2)."""
    return _feature_file(version).features


@cache
def inventory(version: str = "1") -> tuple[SymptomGroup, ...]:
    """The inventory of earlier symptoms by group (B.6)."""
    return _inventory_file(version).groups


@cache
def checklist(version: str = "1") -> tuple[ExaminationItem, ...]:
    """The items of the examination and document checklist (A.4)."""
    return tuple(
        ExaminationItem(key=item.key, name=item.name) for item in _examination_file(version).items
    )


@cache
def _feature_file(version: str) -> _FeatureFile:
    place = path(FEATURES, version)
    return structure(_FeatureFile, plain_file(place), place)


@cache
def _inventory_file(version: str) -> _InventoryFile:
    place = path(INVENTORY, version)
    return structure(_InventoryFile, plain_file(place), place)


@cache
def _examination_file(version: str) -> _ExaminationFile:
    place = path(EXAMINATION, version)
    return structure(_ExaminationFile, plain_file(place), place)


@cache
def _feature_form(version: str) -> Form:
    found = _feature_file(version)
    pages = []
    for group, title in _GROUP_TITLES.items():
        questions = [q for one in found.features if one.group is group for q in _heard(one)]
        pages.append(Page(key=group.value, title=title, questions=tuple(questions)))
    return Form(
        id=FEATURES,
        version=version,
        title="Features for and against primary pain",
        pages=tuple(pages),
        language=found.language,
        source=found.source,
    )


def _heard(one: Feature) -> tuple[Question, ...]:
    code = one.code
    asked_after: Table = ((Cell(key=code, is_=("yes", "not_sure")),),)
    return (
        Question(key=code, kind=Kind.CHOICE, text=one.name, hint=one.ask, options=_HEARD),
        _after(f"{code}.example", Kind.TEXT, "Example, in their words", asked_after),
        _after(f"{code}.site", Kind.BODY, "Where", asked_after),
        _after(f"{code}.onset", Kind.DATE, "Since when", asked_after),
        Question(
            key=f"{code}.who",
            kind=Kind.CHOICE,
            text="Who answered",
            options=_WHO,
            ask_when=((Cell(key=code, is_=("yes", "no", "not_sure")),),),
        ),
    )


def _after(key: str, kind: Kind, text: str, when: Table) -> Question:
    return Question(key=key, kind=kind, text=text, ask_when=when)


@cache
def _inventory_form(version: str) -> Form:
    found = _inventory_file(version)
    pages = tuple(
        Page(
            key=group.key,
            title=group.title,
            questions=tuple(q for one in group.symptoms for q in _ever(one)),
            intro=found.intro if number == 0 else "",
        )
        for number, group in enumerate(found.groups)
    )
    return Form(
        id=INVENTORY,
        version=version,
        title=found.title,
        pages=pages,
        minutes=6,
        language=found.language,
    )


def _ever(one: PriorSymptom) -> tuple[Question, ...]:
    key = f"prior.{one.key}"
    when: Table = ((Cell(key=key, is_=("yes",)),),)
    return (
        Question(key=key, kind=Kind.CHOICE, text=one.label, options=_HEARD),
        _after(f"{key}.onset", Kind.DATE, "When it began", when),
        _after(f"{key}.end", Kind.DATE, "When it ended; leave empty if it goes on", when),
        Question(
            key=f"{key}.ongoing",
            kind=Kind.CHOICE,
            text="Still there",
            options=_HEARD,
            ask_when=when,
        ),
        Question(
            key=f"{key}.checked",
            kind=Kind.CHOICE,
            text="A doctor looked at it",
            options=_HEARD,
            ask_when=when,
        ),
        _after(f"{key}.found", Kind.TEXT, "What was found", when),
        _after(f"{key}.life", Kind.TEXT, "What was happening in life then", when),
        _after(f"{key}.resolved", Kind.TEXT, "How it went away", when),
    )


@cache
def _examination_form(version: str) -> Form:
    found = _examination_file(version)
    items = tuple(q for item in found.items for q in _examined(item))
    return Form(
        id=EXAMINATION,
        version=version,
        title=found.title,
        pages=(
            Page(key="items", title="Examined and seen", questions=items),
            Page(key="judgement", title="Judged", questions=found.judgement),
        ),
        language=found.language,
    )


def _examined(item: _Item) -> tuple[Question, ...]:
    done: Table = ((Cell(key=item.key, is_=("done",)),),)
    first = Question(
        key=item.key, kind=Kind.CHOICE, text=item.name, hint=item.hint, options=_STATES
    )
    noted = Question(key=f"{item.key}.findings", kind=Kind.TEXT, text="Findings")
    if not item.dated:
        return first, noted
    return first, _after(f"{item.key}.dated", Kind.TEXT, "Dates of what was seen", done), noted


def _whole_file(kind: str) -> Callable[[str], Form]:
    @cache
    def read(version: str) -> Form:
        place = path(kind, version)
        return structure(Form, plain_file(place), place)

    return read


_FORMS: dict[str, Callable[[str], Form]] = {
    FEATURES: _feature_form,
    INVENTORY: _inventory_form,
    EXAMINATION: _examination_form,
    NOCIPLASTIC: _whole_file(NOCIPLASTIC),
    PATTERN: _whole_file(PATTERN),
    WELCOME: _whole_file(WELCOME),
    CHILDHOOD: _whole_file(CHILDHOOD),
    TRAITS: trait_form,
    EMOTIONS: _whole_file(EMOTIONS),
    ADVERSITY: _whole_file(ADVERSITY),
    LINKS: _whole_file(LINKS),
    PLAN: _whole_file(PLAN),
}
