"""What each clinician's form is called, how it is drawn, and what stands beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as later

from remit.content import clinic
from remit.content.trait_form import trait_list
from remit.domain.decision_table import Value
from remit.domain.form import Form, Kind
from remit.domain.worksheet import LABEL
from remit.pathways.consult.adversity import adversity_count
from remit.pathways.consult.trait_profile import profile
from remit.pathways.consult.worksheets import IMAGING_FACTS, nociplastic_worksheet
from remit.web.assess.drawing import Drawn, words_of
from remit.web.cases.models import Case
from remit.web.consult.before_page import feature_list
from remit.web.consult.clinic_records import symptoms_to_add
from remit.web.consult.links_found import outcome_of
from remit.web.consult.models import Part, RecordKind
from remit.web.notices.queries import contacts

TITLES = {
    RecordKind.EXAMINATION: later("Examination and documents"),
    RecordKind.FEATURES: later("Features for and against"),
    RecordKind.INVENTORY: later("Earlier symptoms"),
    RecordKind.NOCIPLASTIC: later("Nociplastic pain, criteria worksheet"),
    RecordKind.PATTERN: later("Usual pattern"),
    RecordKind.WELCOME: later("Welcome"),
    RecordKind.CHILDHOOD: later("Childhood and family"),
    RecordKind.TRAITS: later("Traits"),
    RecordKind.EMOTIONS: later("Feelings"),
    RecordKind.ADVERSITY: later("Adverse childhood experiences"),
    RecordKind.LINKS: later("Were links found?"),
    RecordKind.PLAN: later("Plan, homework, safety plan"),
}
PART_OF = {
    RecordKind.WELCOME: Part.WELCOME,
    RecordKind.CHILDHOOD: Part.CHILDHOOD,
    RecordKind.ADVERSITY: Part.CHILDHOOD,
    RecordKind.TRAITS: Part.TRAITS,
    RecordKind.EMOTIONS: Part.TRAITS,
    RecordKind.LINKS: Part.TOGETHER,
    RecordKind.PLAN: Part.PLAN,
}
"""The forms of the history, and the part of the consultation in which each is filled."""
INNER_LIFE = frozenset(
    {
        RecordKind.CHILDHOOD,
        RecordKind.ADVERSITY,
        RecordKind.TRAITS,
        RecordKind.EMOTIONS,
        RecordKind.LINKS,
    }
)
"""Forms that no emergency needs: emergency access does not open them."""
INNER_PARTS = frozenset({Part.CHILDHOOD, Part.TRAITS, Part.TOGETHER})
"""Parts of the consultation whose notes are of the same kind."""
_UNFOLDED = frozenset(
    {RecordKind.WELCOME, RecordKind.TRAITS, RecordKind.LINKS, RecordKind.PLAN}
)  # gone through as a whole; of the others only what the talk comes to


@dataclass(frozen=True)
class Fold:
    """One section of a form of the history.

    Attributes:
        title: its heading.
        intro: a sentence before the questions.
        drawn: its questions.
        answered: how many of them hold something.
        open: whether it is open when the page comes.
    """

    title: str
    intro: str
    drawn: list[Drawn]
    answered: int
    open: bool


@dataclass(frozen=True)
class Difference:
    """One question that two people answered differently."""

    question: str
    theirs: str
    yours: str


def folds(kind: str, pages: Sequence[tuple[str, str, list[Drawn]]]) -> list[Fold]:
    """The sections of a form: the first is open, and those in which something is or is wrong."""
    found, whole = [], kind in _UNFOLDED
    for number, (title, intro, drawn) in enumerate(pages):
        every = [one for top in drawn for one in (top, *top.beneath)]
        answered = sum(any(text.strip() for text in one.texts) for one in every)
        wrong = any(one.error for one in every)
        shown = whole or wrong or bool(answered) or number == 0
        found.append(Fold(title, intro, drawn, answered, shown))
    return found


def differences(
    form: Form, theirs: Mapping[str, Value], yours: Mapping[str, Value]
) -> list[Difference]:
    """What another person recorded meanwhile, beside what is in the fields."""
    return [
        Difference(one.text, words_of(one, theirs.get(one.key)), words_of(one, yours.get(one.key)))
        for one in form.questions()
        if theirs.get(one.key) != yours.get(one.key)
    ]


def beside(case: Case, kind: str, values: Mapping[str, Value]) -> dict[str, object]:
    """What stands beside the form of a kind."""
    match kind:
        case RecordKind.FEATURES:
            return {"features": feature_list(case), "imaging_facts": IMAGING_FACTS}
        case RecordKind.EXAMINATION:
            return {"imaging_facts": IMAGING_FACTS}
        case RecordKind.INVENTORY:
            return {"to_add": symptoms_to_add(case)}
        case RecordKind.NOCIPLASTIC:
            return {"worksheet": nociplastic_worksheet(values), "label": LABEL}
        case RecordKind.TRAITS:
            return {"profile": profile(trait_list(), values)}
        case RecordKind.ADVERSITY:
            return {"count": adversity_count(_categories(), values)}
        case RecordKind.LINKS:
            return {"outcome": outcome_of(values)}
        case RecordKind.PLAN:
            return {"contacts": contacts(case.site)}
        case _:
            return {}


def _categories() -> list[str]:
    """The ten categories: every choice of the form but whether the person agrees to be asked."""
    questions = clinic.form(clinic.ADVERSITY).questions()
    return [
        one.key for one in questions if one.kind is Kind.CHOICE and one.key != "adversity.agreed"
    ]
