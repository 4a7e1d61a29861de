"""The address table: every house hangs here under its own prefix."""

from django.apps import apps
from django.http import Http404
from django.urls import URLPattern, URLResolver, include, path
from django.views.defaults import page_not_found

handler403 = "remit.web.people.views.error_403"
handler404 = "remit.web.people.views.error_404"
handler500 = "remit.web.people.views.error_500"

urlpatterns: list[URLPattern | URLResolver] = [
    # An address is the administrator's to give: whoever adds one can reset the password with it.
    path("accounts/email/", page_not_found, {"exception": Http404()}),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("", include("remit.web.people.urls")),
]
urlpatterns += [
    path(f"{house}/", include(f"remit.web.{house}.urls"))
    for house in ("notices", "assess", "consult", "documents", "intake", "practice", "desk")
    if apps.is_installed(f"remit.web.{house}")
]
