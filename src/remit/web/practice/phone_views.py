"""What makes a phone work without network: its worker, its name, and the page of what waits."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from remit.errors import NotFound
from remit.web.notices import service_queries as notices
from remit.web.notices.service_views import help_now
from remit.web.people.models import Person, Site
from remit.web.people.queries import participant_site
from remit.web.practice.phone import CALM, HOURS, may_keep

SCRIPTS = (
    "day-keep", "flare", "flare-course", "flare-days", "outbox-store", "pace", "phone",
    "phone-outbox", "phone-waiting", "phone-worker", "quick-exit", "scale", "tabs", "writing",
)  # fmt: skip


def site_at(slug: str) -> Site:
    """The clinic of an address that anybody may open."""
    site = Site.objects.filter(slug=slug).first()
    if site is None:
        raise NotFound("There is no such clinic.")
    return site


def own_site(request: HttpRequest) -> Site | None:
    """The clinic of who is signed in; the only one there is, where nobody is."""
    if isinstance(request.user, Person):
        return participant_site(request.user)
    sites = list(Site.objects.all()[:2])
    return sites[0] if len(sites) == 1 else None


@require_GET
@login_not_required
def waiting_own(request: HttpRequest) -> HttpResponse:
    """To the page of one's own clinic."""
    site = own_site(request)
    if site is None:
        raise NotFound("Open the address that your clinic gave you.")
    return redirect("practice:waiting_shell", slug=site.slug)


@require_GET
@login_not_required
def waiting(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits on this phone, drawn by the phone: the page itself knows nobody."""
    shown = {"site": site_at(slug)}
    return may_keep(render(request, "practice/waiting.html", shown), CALM)


@require_GET
@login_not_required
def offline(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands in for a page that is not on the phone, while there is no network."""
    site = site_at(slug)
    shown = {"site": site, "contacts": notices.contacts(site)}
    return may_keep(render(request, "practice/offline.html", shown), CALM)


@require_GET
@login_not_required
def help_kept(request: HttpRequest, slug: str) -> HttpResponse:
    """The numbers to call, at an address that the phone may keep."""
    return may_keep(help_now(request, slug), CALM)


@require_GET
@login_not_required
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The worker: its code is a static file, its reach is this house."""
    start = static("remit/js/phone-worker.js")
    told = json.dumps(_kept())
    body = f'import {{ start }} from "{start}";\nstart({told}); // {_version()}\n'
    answer = HttpResponse(body, content_type="text/javascript")
    answer.headers["Service-Worker-Allowed"] = reverse("practice:today")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _kept() -> dict[str, object]:
    """What every page of the house needs to look and work as it does."""
    addresses = {name: reverse(f"practice:{name}") for name in ("who", "keep", "hurts")}
    addresses["offline"] = f"{reverse('practice:today')}offline/"
    return {**addresses, "hours": HOURS, "files": [static(file) for file in _files()]}


@cache
def _files() -> tuple[str, ...]:
    styles = sorted(file.name for file in (_static() / "remit/css").glob("*.css"))
    scripts = [f"{name}.js" for name in SCRIPTS]
    found = [f"remit/css/{name}" for name in styles] + [f"remit/js/{name}" for name in scripts]
    return tuple(file for file in found if (_static() / file).exists())


@cache
def _version() -> str:
    """Another one whenever a file is another: then phones fetch them all again."""
    found = sha256()
    for file in _files():
        found.update((_static() / file).read_bytes())
    return found.hexdigest()[:16]


def _static() -> Path:
    return Path(settings.STATICFILES_DIRS[0])


@require_GET
@login_not_required
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """A name and a picture that tell nobody anything (INV-14)."""
    home = reverse("practice:today")
    icon = {"src": static("remit/icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    told = {
        "name": _("My pages"),
        "short_name": _("Pages"),
        "id": home,
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": "#fbf8f3",
        "theme_color": "#fbf8f3",
        "icons": [icon],
    }
    return JsonResponse(told, content_type="application/manifest+json")
