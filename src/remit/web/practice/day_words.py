"""Words of the day's pages that come from rules: what one may say, and who sees what."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from remit.pathways.practice.distress import Said
from remit.web.people.models import Role
from remit.web.people.permissions import MATRIX, Act, Object

_WORDS: Final[Mapping[Said, Promise]] = {
    Said.NOT_SAFE: _("I am not safe right now"),
    Said.SELF_HARM: _("I feel like hurting myself"),
    Said.VIOLENCE: _("I am afraid that I may hurt someone"),
    Said.FLASHBACK: _("I keep reliving something"),
    Said.UNREAL: _("I feel unreal or far away"),
    Said.SUBSTANCE: _("I am using more alcohol or drugs"),
    Said.SLEEP_LOST: _("I have hardly slept for three nights"),
    Said.STOP: _("I want to stop"),
}
SAID_WORDS: Final[Mapping[str, Promise]] = {
    said.name.lower(): words for said, words in _WORDS.items()
}
"""What may be ticked, the most urgent first, by the key that a form sends."""


def seen_by() -> str:
    """Who sees the numbers, as the table of permissions has it."""
    readers = {role for (what, role), (acts, _scope) in MATRIX.items() if _sees(what, acts)}
    clinicians = Role.CLINICIAN in readers
    facilitators = Role.FACILITATOR in readers
    if clinicians and facilitators:
        return _now("Seen by you, your clinicians, and who leads your group.")
    if clinicians:
        return _now("Seen by you and your clinicians. Who leads your group sees none of it.")
    return _now("Seen by you alone.")


def _sees(what: Object, acts: frozenset[Act]) -> bool:
    return what is Object.DOSE and Act.SEE in acts
