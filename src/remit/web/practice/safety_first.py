"""Whether the safety questions come before everything else on a participant's page (INV-06)."""

from typing import Final

from django.db.models import Q

from remit.domain.flag import FlagState
from remit.web.assess.models import Sheet
from remit.web.cases.models import Case
from remit.web.intake.parts import NEW
from remit.web.intake.queries import consent_of
from remit.web.notices.models import Flag
from remit.web.practice import episodes, triage

RULES: Final = (triage.NEW_SYMPTOM, episodes.RULE)


def safety_first(case: Case) -> bool:
    """Whether something new was told, and the safety questions were not answered since.

    It may have been told in a group session, in a call or on paper, where no page could open them.
    """
    flags = Flag.objects.filter(case=case, rule__in=RULES).exclude(state=FlagState.RECORDED.value)
    newest = flags.order_by("-raised_at").first()
    if newest is None or consent_of(case) is None:
        return False
    since = newest.raised_at
    answered = Q(finished_at__gte=since) | Q(stopped_at__gte=since)
    sheets = Sheet.objects.filter(answered, case=case, stage=triage.STAGE, point=NEW)
    return not sheets.exists()
