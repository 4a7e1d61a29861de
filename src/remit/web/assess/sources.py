"""Which form a sheet fills: content by kind, id and version, with what judges its answers."""

from collections.abc import Callable
from dataclasses import dataclass

from remit.content import instruments, intake, screening
from remit.content.definition import content_hash
from remit.domain.form import Form
from remit.domain.instrument import Instrument
from remit.domain.screening import RuleSet
from remit.errors import NotFound
from remit.web.assess.models import FormKind, Sheet


@dataclass(frozen=True, kw_only=True)
class FormRef:
    """A form by name.

    Attributes:
        kind: screening or instrument.
        id: name of the content; of screening there is one.
        version: its version; "" is the one shipped now.
        stage: part of a screening, such as stage1.
        language: language of its texts.
    """

    kind: FormKind
    id: str
    version: str = ""
    stage: str = ""
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class Source:
    """A form that was found.

    Attributes:
        form: its questions.
        version: version of the content.
        hash: SHA-256 of the content file, stored with the answers.
        rule_set: the rules, where it is a screening.
        instrument: the instrument, where it is one.
        by_a_person: whether its questions are asked by a living voice only.
    """

    form: Form
    version: str
    hash: str
    rule_set: RuleSet | None = None
    instrument: Instrument | None = None
    by_a_person: bool = False


def screening_ref(stage: str, *, version: str = "", language: str = "en") -> FormRef:
    """A stage of the screening: stage1, stage2, new-symptom, weekly, flare, clinic..."""
    return FormRef(
        kind=FormKind.SCREENING, id="screening", version=version, stage=stage, language=language
    )


def instrument_ref(name: str, *, version: str = "", language: str = "en") -> FormRef:
    """An instrument, such as phq8."""
    return FormRef(kind=FormKind.INSTRUMENT, id=name, version=version, language=language)


def intake_ref(name: str, *, version: str = "", language: str = "en") -> FormRef:
    """A form of what is told before the visit, such as pain or contact."""
    return FormRef(kind=FormKind.INTAKE, id=name, version=version, language=language)


def _screening(ref: FormRef) -> Source:
    version = ref.version or "1"
    rules = screening.rule_set(version, language=ref.language)
    return Source(
        form=rules.form(ref.stage),
        version=version,
        hash=content_hash(screening.path(version)),
        rule_set=rules,
        by_a_person=ref.stage.startswith("clinic"),
    )


def _instrument(ref: FormRef) -> Source:
    found = instruments.instrument(ref.id, ref.version or None, language=ref.language)
    return Source(
        form=found.require_form(),
        version=found.version,
        hash=content_hash(instruments.path(found.id, found.version)),
        instrument=found,
    )


def _intake(ref: FormRef) -> Source:
    version = ref.version or intake.VERSION
    return Source(
        form=intake.told_form(ref.id, version).form,
        version=version,
        hash=content_hash(intake.path(version)),
    )


KINDS: dict[FormKind, Callable[[FormRef], Source]] = {
    FormKind.SCREENING: _screening,
    FormKind.INSTRUMENT: _instrument,
    FormKind.INTAKE: _intake,
}


def find(ref: FormRef) -> Source:
    """The form behind a name.

    Raises:
        NotFound: nothing of this name is shipped.
    """
    if ref.kind not in KINDS:
        raise NotFound(f"There is no form of the kind “{ref.kind}”.")
    return KINDS[ref.kind](ref)


def ref_of(sheet: Sheet) -> FormRef:
    """The name of the form that a sheet fills, with the version it was begun with."""
    return FormRef(
        kind=FormKind(sheet.form_kind),
        id=sheet.form_id,
        version=sheet.form_version,
        stage=sheet.stage,
        language=sheet.language,
    )


def source_of(sheet: Sheet) -> Source:
    """The form that a sheet fills."""
    return find(ref_of(sheet))
