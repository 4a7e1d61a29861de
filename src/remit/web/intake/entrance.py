"""The way in: a link, a code, and then the person's own page; no password is needed."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from remit.errors import Conflict, NotAllowed
from remit.web.intake import actions, codes, mail
from remit.web.intake.forms import CodeForm
from remit.web.intake.models import Invitation
from remit.web.notices import queries as notices


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """What an invitation opens: whose page it is, a code, and in."""
    now = timezone.now()
    invitation = codes.find(token, now=now)
    if request.method == "GET":
        return _show(request, invitation, CodeForm(label_suffix=""))
    if "send" in request.POST:
        return _send(request, invitation)
    form = CodeForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _show(request, invitation, form, status=422)
    try:
        person = actions.accept(invitation=invitation, code=form.cleaned_data["code"], now=now)
    except NotAllowed as error:
        form.add_error("code", str(error))
        return _show(request, invitation, form, status=422)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("intake:home")


def _send(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = CodeForm(label_suffix="")
    try:
        sent = actions.send_code(invitation=invitation, now=timezone.now())
    except Conflict as error:
        return _show(request, invitation, form, note=str(error), status=409)
    return _show(request, invitation, form, sent=sent)


def _show(
    request: HttpRequest,
    invitation: Invitation,
    form: CodeForm,
    *,
    sent: bool | None = None,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    site = invitation.case.site
    shown = {
        "site": site,
        "form": form,
        "sent": sent,
        "note": note,
        "mails": mail.is_set_up(),
        "contacts": notices.contacts(site),
    }
    return render(request, "intake/open.html", shown, status=status)
