"""The day at a site: dates are said, and clocks run, in the clinic's own zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from remit.web.people.models import Site


def site_day(site: Site, now: datetime) -> date:
    """The calendar day at the site at this instant."""
    return now.astimezone(ZoneInfo(site.time_zone)).date()
