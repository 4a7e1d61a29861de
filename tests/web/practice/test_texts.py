"""Pages of the programme to read: what is known, and what staff need beside."""

import re

import pytest
from django.test import Client

from remit.content import programme_texts
from remit.web.practice.text_views import FOR_STAFF

pytestmark = pytest.mark.django_db

KNOWN = "/practice/known/"
KEY = re.compile(r"\[[A-Z0-9, ]{2,}\]")


def test_who_takes_part_reads_what_is_known_with_numbered_sources(started):
    page = started(3).client.get(KNOWN).content.decode()
    assert "What is known, and what is not" in page
    listed = page.count('<li id="source-')
    named = {int(number) for number in re.findall(r'href="#source-(\d+)"', page)}
    assert named == set(range(1, listed + 1))
    assert "Help now" in page


def test_it_is_there_before_the_first_day_and_after_leaving(enrolled, people, clock):
    assert enrolled.client.get(KNOWN).status_code == 200
    enrolled.enrolment.ended_at = clock
    enrolled.enrolment.save()
    assert enrolled.client.get(KNOWN).status_code == 200


def test_my_path_leads_there(started):
    assert KNOWN in started(3).client.get("/practice/path/").content.decode()


@pytest.mark.parametrize("name", FOR_STAFF)
def test_staff_read_each_page_and_no_key_is_left_in_it(people, open_clinic, sign_in, name):
    page = sign_in(people.fay).get(f"/practice/texts/{name}/").content.decode()
    article = page[page.index("<article") : page.index("</article>")]
    assert not KEY.findall(article)
    assert programme_texts.LETTER not in article
    assert (
        f"/practice/texts/{name}/" in sign_in(people.fay).get("/practice/groups/").content.decode()
    )


def test_the_letter_has_a_place_and_nobody_reads_it(people, open_clinic, sign_in):
    page = sign_in(people.fay).get("/practice/texts/six-month-letter/").content.decode()
    assert "Nobody reads it." in page


def test_staff_pages_are_for_staff_and_unknown_ones_are_not_found(started, people, sign_in):
    assert started(3).client.get("/practice/texts/telehealth/").status_code == 403
    assert sign_in(people.fay).get("/practice/texts/none/").status_code == 404
    assert Client().get(KNOWN).status_code == 302


def test_every_source_is_named_and_each_number_is_listed():
    page = programme_texts.page("evidence")
    named = {int(number) for number in re.findall(r"#source-(\d+)", page.words)}
    assert named == set(range(1, len(page.sources) + 1))
    keys = {key for passage in programme_texts.evidence() for key in passage.sources}
    assert len(page.sources) == len(keys)
