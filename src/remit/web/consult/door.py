"""The page behind a demo link: it shows the second-factor code and takes it."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from remit.web.consult import demo
from remit.web.people.second_factor import mark_passed

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def demo_door(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Sign a demo person in, once, with link and code."""
    person = demo.person_at_door(key, token)
    wrong = False
    if request.method == "POST":
        if demo.accepts(person, request.POST.get("code", "")):
            login(request, person, backend=_BACKEND)
            mark_passed(request, person)
            return redirect("consult:cases" if person.is_staff_member else "home")
        wrong = True
    shown = {"person": person, "code": demo.code_now(person), "wrong": wrong}
    return render(request, "consult/door.html", shown)
