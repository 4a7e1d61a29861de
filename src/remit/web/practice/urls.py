"""Addresses of the practice house, from the modules of its subjects."""

from remit.web.practice import (
    attention_urls,
    care_urls,
    group_urls,
    hurts_urls,
    session_urls,
    text_urls,
    today_urls,
    urgent_urls,
    workbook_urls,
)

app_name = "practice"
urlpatterns = [
    *today_urls.PATTERNS,
    *hurts_urls.PATTERNS,
    *group_urls.PATTERNS,
    *session_urls.PATTERNS,
    *urgent_urls.PATTERNS,
    *attention_urls.PATTERNS,
    *care_urls.PATTERNS,
    *workbook_urls.PATTERNS,
    *text_urls.PATTERNS,
]
