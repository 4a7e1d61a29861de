"""What was not asked yet in a part of the consultation: content, record and history together."""

from collections.abc import Mapping

from remit.content.prompting import prompt_list
from remit.domain.history import History
from remit.domain.prompt import Prompt
from remit.pathways.consult.not_asked import prompts
from remit.web.assess.queries import latest_values
from remit.web.cases.models import Case
from remit.web.consult.clinic_records import newest
from remit.web.consult.records import history_of

SCREENING = "screening"  # answered on the sheets, not on a clinician's form


def still_to_ask(case: Case, part: str, history: History | None = None) -> tuple[Prompt, ...]:
    """What a good interviewer would still ask, the most telling first.

    The caller has checked that the person may see the history and the consultation.

    Args:
        part: a part of the consultation.
        history: the facts so far, where the caller has them already.
    """
    if case.origin == Case.Origin.PUBLISHED:
        return ()  # nobody can be asked any more
    listed = [one for one in prompt_list() if one.part == part]
    kinds = {kind for one in listed for kind in one.answers}
    facts = history_of(case) if history is None else history
    return prompts(part, facts, answered_keys(case, kinds), listed)


def answered_keys(case: Case, kinds: set[str]) -> Mapping[str, frozenset[str]]:
    """Keys of the questions that the newest record of each kind, or a sheet, answers."""
    found = {kind: frozenset(newest(case, kind).values) for kind in kinds - {SCREENING}}
    if SCREENING in kinds:
        found[SCREENING] = frozenset(latest_values(case))
    return found
