"""Addresses of the practice house, from the modules of its subjects."""

from remit.web.practice import group_urls, hurts_urls, today_urls, urgent_urls

app_name = "practice"
urlpatterns = [
    *today_urls.PATTERNS,
    *hurts_urls.PATTERNS,
    *group_urls.PATTERNS,
    *urgent_urls.PATTERNS,
]
