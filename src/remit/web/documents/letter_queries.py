"""Reading letters: one version, the list of all documents, a version as it goes to paper."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from remit.errors import NotFound
from remit.reports.letter import Letter as Paper
from remit.reports.plain import consultation_text
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.consult.queries import report_of
from remit.web.consult.visit_queries import notes_of
from remit.web.documents.letter_drafts import day_words, operation_is_planned
from remit.web.documents.letter_record import LetterContent, content_of
from remit.web.documents.models import Document, Formulation, Letter, LetterKind, Share, State
from remit.web.documents.sharing import live_shares
from remit.web.notices.service_queries import service
from remit.web.notices.site_time import site_time
from remit.web.people.models import Person
from remit.web.people.site_day import site_day


@dataclass(frozen=True)
class DocumentLine:
    """One version in the list of documents.

    Attributes:
        what: what it is, in words.
        number, signed: its version, and whether it is signed.
        who, when: who signed or last changed it, and when, on the clock of the site.
        address: where it is read.
        share_kind: what it is called where it is shared, with its id; "" where it cannot be.
        shared: since when the participant may read it; "" where they may not.
    """

    what: str
    number: int
    signed: bool
    who: str
    when: str
    address: str
    share_kind: str
    of: str
    shared: str


def document_lines(case: Case, person: Person, *, now: datetime) -> list[DocumentLine]:
    """All formulations and letters, the newest change first."""
    found: list[Formulation | Letter] = [
        *Formulation.objects.visible_to(person, now=now)
        .filter(case=case)
        .select_related("started_by"),
        *Letter.objects.visible_to(person, now=now).filter(case=case).select_related("started_by"),
    ]
    level = service(case.site)
    shared = {(one.what, one.of): site_time(one.shared_at, level) for one in live_shares(case)}
    found.sort(key=lambda row: row.signed_at or row.changed_at, reverse=True)
    return [_line(row, case, shared) for row in found]


def _line(
    row: Formulation | Letter, case: Case, shared: dict[tuple[str, str], str]
) -> DocumentLine:
    letter = isinstance(row, Letter)
    kind = Share.What.LETTER if letter else Share.What.FORMULATION
    of = str(row.pk)
    at = row.signed_at or row.changed_at
    return DocumentLine(
        what=row.get_kind_display() if isinstance(row, Letter) else _("Formulation"),
        number=row.number,
        signed=row.state == State.SIGNED,
        who=row.signed_name or row.started_by.display_name,
        when=site_time(at, service(case.site)),
        address=address(row),
        share_kind=kind.value if row.state == State.SIGNED else "",
        of=of,
        shared=shared.get((kind.value, of), ""),
    )


def address(row: Document) -> str:
    """Where a version is read."""
    if isinstance(row, Letter):
        return reverse("documents:letter", kwargs={"pk": row.case_id, "letter": row.pk})
    if row.state == State.DRAFT:
        return reverse("documents:formulation", kwargs={"pk": row.case_id})
    return reverse(
        "documents:formulation_version", kwargs={"pk": row.case_id, "number": row.number}
    )


def one_letter(person: Person, case: Case, pk: UUID, *, now: datetime) -> Letter:
    """One version of this case.

    Raises:
        NotFound: no such letter in this case, or not for this person.
    """
    rows = Letter.objects.visible_to(person, now=now).filter(case=case, pk=pk)
    found = rows.select_related("case__site", "case__data_key", "started_by").first()
    if found is None:
        raise NotFound(_("There is no such letter in this case."))
    return found


def kinds_offered(case: Case) -> list[tuple[str, str, bool]]:
    """Kinds that can be begun, each with its name and whether a draft is open.

    A letter to the surgeon is offered where an operation is planned.
    """
    drafts = set(Letter.objects.filter(case=case, state=State.DRAFT).values_list("kind", flat=True))
    planned = operation_is_planned(case, report_of(case))
    return [
        (kind.value, str(kind.label), kind.value in drafts)
        for kind in LetterKind
        if kind is not LetterKind.SURGEON or planned or kind.value in drafts
    ]


def referral_of(case: Case) -> str:
    """How the person came, as recorded."""
    return str(plain_subject(case).get("referral", ""))


def plain(content: LetterContent) -> dict[str, str]:
    """The fields of a letter, for a form."""
    return asdict(content)


def clock_of(letter: Letter) -> str:
    """When the letter last changed, on the clock of the site."""
    return site_time(letter.changed_at, service(letter.case.site)).rpartition(", ")[2]


def is_shared(letter: Letter) -> bool:
    """Whether the participant may read it now."""
    shares = live_shares(letter.case)
    return bool(shares.filter(what=Share.What.LETTER, of=str(letter.pk)).exists())


def paper(letter: Letter) -> Paper:
    """A version as it goes to paper or into another record."""
    case = letter.case
    content = content_of(letter, case)
    at = letter.signed_at or letter.changed_at
    return Paper(
        title=letter.get_kind_display(),
        clinic=case.site.name,
        on=day_words(site_day(case.site, at)),
        recipient=content.recipient,
        salutation=content.salutation,
        body=content.body,
        signed=signature(letter),
        number=letter.number,
    )


def signature(row: Document) -> str:
    """Name, role and moment of a signature, one line each; "" for a draft."""
    if row.signed_at is None:
        return ""
    when = site_time(row.signed_at, service(row.case.site))
    return f"{row.signed_name}\n{row.signed_role}\n{when}"


def whole_text(case: Case, *, now: datetime) -> str:
    """The whole consultation as plain text; the caller has checked the permission."""
    notes = [(one.label, one.text) for one in notes_of(case).values()]
    on = day_words(site_day(case.site, now))
    return consultation_text(report_of(case), notes, clinic=case.site.name, on=on)
