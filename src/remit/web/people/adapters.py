"""Where allauth asks Remit: no self sign-up, and second-factor seeds encrypted at rest."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from remit.web.people import keys

_PURPOSE = "second factor"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:  # noqa: ARG002
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Persons have no user name."""


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        return keys.seal_for_site(text, purpose=_PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return keys.unseal_for_site(encrypted_text, purpose=_PURPOSE)
