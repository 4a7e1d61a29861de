"""A crash is reported without a word of what was typed: on its page and in the mail about it."""

import pytest
from allauth.account.forms import LoginForm
from django.core import mail
from django.urls import reverse
from django.utils.log import AdminEmailHandler

from remit.web.assess import views as assess_views
from remit.web.consult import clinic_views, process_note_views, visit_views
from remit.web.documents import formulation_views, letter_views
from remit.web.intake import views as intake_views

pytestmark = pytest.mark.django_db

TYPED = "zebra crossing behind the bakery"
POSTS = {
    "documents:letter_begin": (letter_views, "signed_in", {}),
    "documents:formulation_own": (formulation_views, "signed_in", {}),
    "consult:visit_keep": (visit_views, "signed_in", {}),
    "consult:process_notes": (process_note_views, "signed_in", {}),
    "consult:clinic": (clinic_views, "signed_in", {"kind": "childhood"}),
    "assess:save": (assess_views, "signed_in", {}),
    "intake:withdraw": (intake_views, "signed_in", None),
    "account_login": (LoginForm, "clean", None),
}


class Broken(RuntimeError):
    """What a library raises with the words that it was given."""


def _crash(*args, **named):
    local = f"a copy of {TYPED}"
    raise Broken(f"cannot keep {TYPED}") from ValueError(local)


@pytest.fixture(params=POSTS)
def crashed(request, live, people, sign_in, monkeypatch, client):
    """Posts to a view that breaks, with what was typed in every field and in the address."""
    house, attribute, more = POSTS[request.param]
    monkeypatch.setattr(house, attribute, _crash)
    within = {} if more is None else {"kwargs": {"pk": live.case.pk, **more}}

    def post():
        browser = client if request.param == "account_login" else sign_in(people.amin)
        browser.raise_request_exception = False
        given = dict.fromkeys(("text", "body", "participant", "login", "password"), TYPED)
        browser.cookies["other"] = "zebra"
        return browser.post(f"{reverse(request.param, **within)}?words={TYPED}", given)

    return post


def _holds_none(text):
    return not any(word in text for word in ("zebra", "bakery"))


@pytest.mark.parametrize("debug", [False, True])
def test_the_page_of_a_crash_holds_no_word(crashed, settings, debug):
    settings.DEBUG = debug
    response = crashed()
    assert response.status_code == 500
    assert ("Broken" in response.content.decode()) is debug
    assert _holds_none(response.content.decode())


def test_the_mail_to_the_admins_holds_no_word(crashed, settings, caplog):
    settings.ADMINS = [("Ada", "ada@example.org")]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    crashed()
    mail.outbox.clear()  # the handler of Django's own settings sends one without HTML
    record = next(one for one in caplog.records if one.name == "django.request")
    AdminEmailHandler(include_html=True).emit(record)
    (sent,) = mail.outbox
    html = "".join(str(one[0]) for one in sent.alternatives)
    assert "Broken" in sent.body
    assert "raise Broken" in html, "the lines of code are still there"
    assert _holds_none(sent.subject + sent.body + html)
