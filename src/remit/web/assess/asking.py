"""How a question may be put to people: some only face to face, some only by a living voice.

Source: CLINICAL A.6 and A.7. Nobody answers on a page, so a question about suicide is never asked
by a page alone; a question about violence is never asked where another person may listen.
"""

from remit.domain.instrument import Where
from remit.errors import NotAllowed
from remit.web.assess.models import Mode
from remit.web.assess.sources import Source

FACE_TO_FACE = ("violence",)
BY_A_PERSON = ("phq9.9", "asq", "selfharm", "pcptsd5", "auditc", "drugs")


def modes_for(source: Source) -> frozenset[Mode]:
    """How this form may be filled."""
    keys = [question.key for question in source.form.questions()]
    alone = source.rule_set.alone_only if source.rule_set is not None else ()
    if _any_of(keys, (*FACE_TO_FACE, *alone)):
        return frozenset({Mode.CLINIC})
    found = source.instrument
    live = source.by_a_person or (found is not None and Where.REMOTE not in found.where_asked)
    if live or _any_of(keys, BY_A_PERSON):
        return frozenset({Mode.CLINIC, Mode.PHONE})
    return frozenset(Mode)


def check_mode(source: Source, mode: Mode) -> None:
    """Refuse a form that may not be filled this way.

    Raises:
        NotAllowed: with what would be right.
    """
    may = modes_for(source)
    if mode in may:
        return
    if may == {Mode.CLINIC}:
        raise NotAllowed("These questions are asked face to face and alone, in the clinic only.")
    raise NotAllowed(
        "These questions are asked by a person, in the clinic or on the phone. "
        "For a form filled at home choose PHQ-8."
    )


def _any_of(keys: list[str], names: tuple[str, ...]) -> bool:
    return any(key == name or key.startswith(f"{name}.") for key in keys for name in names)
