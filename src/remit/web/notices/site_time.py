"""An instant on the clock of a site, in words."""

from datetime import datetime

from django.utils import formats

from remit.domain.service import ServiceLevel
from remit.domain.service_hours import clock


def site_time(at: datetime, level: ServiceLevel) -> str:
    """Such as "Mon 23 Nov 2026, 9:30"."""
    local = level.hours.local(at)
    return f"{formats.date_format(local, 'D j M Y')}, {clock(local)}"
