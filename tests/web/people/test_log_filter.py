"""No secret of a one-time link stands in the log."""

import logging

import pytest
from django.conf import settings

from remit.web.people.log_filter import HideSecrets


@pytest.mark.parametrize(
    "path",
    [
        "/intake/open/abc-DEF_123/",
        "/consult/demo/9/digmay-64a505/",
        "/password/reset/key/1-x9z-set/",
    ],
)
def test_the_secret_of_a_link_is_taken_out(path):
    record = logging.LogRecord("django.request", 30, "", 1, "Not Found: %s", (path,), None)
    assert HideSecrets().filter(record)
    line = record.getMessage()
    assert "…" in line
    for secret in ("abc-DEF", "digmay", "x9z"):
        assert secret not in line


def test_other_lines_stay_and_the_console_uses_it():
    record = logging.LogRecord("x", 30, "", 1, "Not Found: %s, %d", ("/intake/", 3), None)
    HideSecrets().filter(record)
    assert record.getMessage() == "Not Found: /intake/, 3"
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["secrets"]
