"""The fibromyalgia worksheet from the newest filling of its instrument (CLINICAL B.5)."""

from dataclasses import dataclass

from remit.domain.worksheet import FibromyalgiaWorksheet
from remit.pathways.consult.worksheets import fibromyalgia_worksheet
from remit.web.assess.models import Sheet
from remit.web.assess.queries import scores_of, values_of
from remit.web.cases.models import Case

INSTRUMENT = "fibromyalgia"
REGIONS, MONTHS = "fm.regions", "fm.three_months"


@dataclass(frozen=True)
class FilledWorksheet:
    """The worksheet and the sheet that it was read from."""

    sheet: Sheet
    worksheet: FibromyalgiaWorksheet


def fibromyalgia_of(case: Case) -> FilledWorksheet | None:
    """The worksheet of the newest finished filling; None where there is none."""
    for scored in scores_of(case):
        if scored.sheet.form_id != INSTRUMENT:
            continue
        values = values_of(scored.sheet)
        scores = {one.key.rpartition(".")[2]: one.value for one in scored.scores}
        ticked = values.get(REGIONS)
        regions = ticked if isinstance(ticked, tuple) else None
        months = str(values.get(MONTHS, ""))
        return FilledWorksheet(scored.sheet, fibromyalgia_worksheet(scores, regions, months))
    return None
