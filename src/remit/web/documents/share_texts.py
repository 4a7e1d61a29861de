"""The text that is offered for sharing: what was signed, in the participant's words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from remit.errors import NotFound
from remit.reports.letter import parts
from remit.web.cases.models import Case
from remit.web.documents.formulation_queries import signed_words
from remit.web.documents.letter_record import content_of
from remit.web.documents.models import Formulation, Letter, Share, State
from remit.web.people.models import Person

# What a clinician weighs stays theirs: findings of the safety questions, and what is still open.
_STAFF_ONLY = ("Safety questions", "How we read it", "What is open")


@dataclass(frozen=True)
class TextToShare:
    """What is offered, before the clinician looks it through."""

    title: str
    text: str
    signer: str
    signed_at: datetime


def text_to_share(
    person: Person, case: Case, what: Share.What, of: UUID, *, now: datetime
) -> TextToShare:
    """The text of a signed document.

    Raises:
        NotFound: there is no such document, or it is not signed.
    """
    if what is Share.What.LETTER:
        return _letter(person, case, of, now=now)
    if what is Share.What.FORMULATION:
        return _formulation(person, case, of, now=now)
    raise NotFound(_("An explanation is shared from its own page."))


def _formulation(person: Person, case: Case, of: UUID, *, now: datetime) -> TextToShare:
    rows = Formulation.objects.visible_to(person, now=now).filter(case=case, pk=of)
    row = rows.select_related("case__data_key", "case__site").first()
    if row is None:
        raise NotFound(_("There is no such signed document in this case."))
    signed = signed_words(row)
    text = "\n\n".join(signed.participant)
    return TextToShare(_("Formulation"), text, signed.name, signed.at)


def _letter(person: Person, case: Case, of: UUID, *, now: datetime) -> TextToShare:
    rows = Letter.objects.visible_to(person, now=now).filter(case=case, pk=of)
    letter = rows.select_related("case__site", "case__data_key").first()
    if letter is None:
        raise NotFound(_("There is no such letter in this case."))
    if letter.state != State.SIGNED or letter.signed_at is None:
        raise NotFound(_("Sign the letter first; only what is signed can be shared."))
    content = content_of(letter, letter.case)
    kept = [one for one in parts(content.body) if one.split("\n", 1)[0] not in _STAFF_ONLY]
    text = "\n\n".join(kept)
    return TextToShare(letter.get_kind_display(), text, letter.signed_name, letter.signed_at)
