"""What we wrote down: what the clinic shared with the participant, and nothing else."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from remit.errors import NotFound
from remit.reports.letter import headed, parts
from remit.web.documents import sharing
from remit.web.documents.explanation import shared_reading
from remit.web.documents.models import Share
from remit.web.intake import queries
from remit.web.notices import queries as notices
from remit.web.notices.service_queries import service
from remit.web.notices.site_time import site_time
from remit.web.people.views import signed_in

# A file name, a mail and a title say nothing more than this.
_NAMES: dict[str, Promise] = {
    Share.What.EXPLANATION.value: gettext_lazy("What we went through together"),
    Share.What.FORMULATION.value: gettext_lazy("How we understand your pain"),
    Share.What.LETTER.value: gettext_lazy("What was written about your visit"),
}


@dataclass(frozen=True)
class SharedLine:
    """One text in the list: what it is, and since when it can be read."""

    share: Share
    name: str
    when: str


@require_GET
def shared(request: HttpRequest) -> HttpResponse:
    """Everything that is shared now, newest first."""
    person, now = signed_in(request), timezone.now()
    case = queries.own_case(person, now=now)
    lines = [_line(one) for one in sharing.own_shares(person, case, now=now)]
    shown = {"site": case.site, "case": case, "lines": lines}
    return render(request, "intake/shared.html", shown)


@require_GET
def shared_text(request: HttpRequest, share: UUID) -> HttpResponse:
    """One text, to read and to print; reading it is noted."""
    person, now = signed_in(request), timezone.now()
    case = queries.own_case(person, now=now)
    found = sharing.own_share(person, case, share, now=now)
    if found is None:
        raise NotFound(_("There is nothing to read here. Your page lists what is shared."))
    shown = {
        "site": case.site,
        "case": case,
        "contacts": notices.contacts(case.site),
        "line": _line(found.share),
        "reading": shared_reading(found.share, found.text, now=now),
        "paragraphs": [headed(words) for words in parts(found.text)],
    }
    return render(request, "intake/shared_text.html", shown)


def _line(share: Share) -> SharedLine:
    when = site_time(share.shared_at, service(share.case.site))
    return SharedLine(share, str(_NAMES[share.what]), when)
