"""Sharing: the exact text, looked through for other people first; taking it back."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from remit.errors import Conflict, InvalidInput, NotFound
from remit.pathways.consult.other_people import other_people, pieces
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.consult.queries import open_case
from remit.web.documents import sharing
from remit.web.documents.letter_forms import ShareForm
from remit.web.documents.letter_views import case_context
from remit.web.documents.models import Share
from remit.web.documents.share_check import NotAsSigned
from remit.web.documents.share_texts import text_to_share
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.people.views import signed_in


@require_http_methods(["GET", "POST"])
def share_page(request: HttpRequest, pk: UUID, what: str, of: UUID) -> HttpResponse:
    """Look the text through, then share exactly this text."""
    person, now = signed_in(request), timezone.now()
    case = open_case(person, pk, Object.SHARED, now=now)
    check_allowed(person, Act.CHANGE, Object.SHARED, case, now=now)
    if what not in Share.What.values:
        raise NotFound(_("There is nothing of this kind to share."))
    found = text_to_share(person, case, Share.What(what), of, now=now)
    form = ShareForm(request.POST or None, initial={"text": found.text}, label_suffix="")
    text = str(form["text"].value() or "")
    status = 200
    if request.method == "POST" and request.POST.get("act") == "share":
        status = _share(form, case, Share.What(what), of, by=person, now=now)
        if status == 302:
            return redirect("documents:letters", pk=case.pk)
    known = _known(case, found.signer)
    shown = {
        **case_context(case),
        "form": form,
        "title": found.title,
        "pieces": pieces(text, known),
        "mentions": len(other_people(text, known)),
        "live": sharing.live_shares(case).filter(what=what, of=str(of)).first(),
    }
    return render(request, "documents/share.html", shown, status=status)


def _known(case: Case, signer: str) -> tuple[str, ...]:
    """Names that belong in the text: the participant's own, the signer's, the clinic's."""
    return (str(plain_subject(case)["name"]), signer, case.site.name)


def _share(
    form: ShareForm, case: Case, what: Share.What, of: UUID, *, by: Person, now: datetime
) -> int:
    if not form.is_valid():
        return 422
    text = form.cleaned_data["text"].replace("\r\n", "\n")
    if other_people(text, _known(case, by.display_name)) and not form.cleaned_data["hers"]:
        form.add_error("hers", _("Look at the marked words first. Is it hers or his to read?"))
        return 422
    try:
        sharing.share(case=case, what=what, of=str(of), text=text, by=by, now=now)
    except NotAsSigned as error:
        form.add_error(None, str(error))
        for fault in error.found:
            form.add_error("text", f"“{fault.words}”: {fault.kind.value}")
        return 422
    except Conflict as error:
        form.add_error(None, str(error))
        return 409
    except InvalidInput as error:
        form.add_error(None, str(error))
        return 422
    return 302


@require_POST
def withdraw(request: HttpRequest, pk: UUID, share: UUID) -> HttpResponse:
    """Take a shared text back."""
    person, now = signed_in(request), timezone.now()
    case = open_case(person, pk, Object.SHARED, now=now)
    check_allowed(person, Act.CHANGE, Object.SHARED, case, now=now)
    found = _one(person, case, share, now=now)
    sharing.withdraw_share(share=found, by=person, now=now)
    return redirect("documents:letters", pk=case.pk)


def _one(person: Person, case: Case, pk: UUID, *, now: datetime) -> Share:
    rows = Share.objects.visible_to(person, now=now).filter(case=case, pk=pk)
    found = rows.select_related("case__site", "case__data_key").first()
    if found is None:
        raise NotFound(_("There is no such text in this case."))
    return found
