"""The case series against R's package SCCS 1.7, row by row.

coefficients.csv and fits.csv were computed by SCCS 1.7 under R 4.2.2 (survival 3.5-3) and, all but
the model with the interaction, by a second implementation written from the definitions alone;
models.md says what each model is.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.reference.conftest import Table, rows_of

from remit.stats.case_series.cases import Cases, cases_from_rows
from remit.stats.case_series.exposure import Exposure, Window
from remit.stats.case_series.fit import case_series
from remit.stats.case_series.measured import measured_case_series
from remit.stats.case_series.result import CaseSeriesFit

HERE = Path(__file__).parent
SIX_WEEKS = [Window("1", 0, 42)]
ITP_AGES = (427, 488, 549, 610, 671)
HIP_AGES = (
    27271, 27481, 27684, 27854, 27981, 28129, 28199, 28279, 28393, 28497, 28600, 28710, 28840,
    28978, 29152, 29383, 29640, 29920, 30276,
)  # fmt: skip
MI_AGES = (24593, 25256, 25754, 26309, 26786, 27290, 27713, 28239, 28776)
TWO_WEEKS = [Window("1", 0, 7), Window("2", 8, 14)]


def cases(table: Table, event: str) -> Cases:
    return cases_from_rows(table["case"], table["sta"], table["end"], table[event])


def doses(table: Table, *names: str) -> list[np.ndarray]:
    """Each dose once: a case with several events repeats its doses in every row."""
    rows = np.unique(np.column_stack([table["case"], *(table[one] for one in names)]), axis=0)
    return list(rows.T)


def mmr(table: Table, windows: list[Window], **more) -> Exposure:
    case, start = doses(table, "mmr")
    return Exposure("mmr", case, start, windows, **more)


def itp(read, windows, ages, **more) -> CaseSeriesFit:
    table = read("sccs/itpdat.csv")
    return case_series(cases(table, "itp"), [mmr(table, windows, **more)], age_cuts=ages)


def itp_by_sex(read) -> CaseSeriesFit:
    table = read("sccs/itpdat.csv")
    case, sex = doses(table, "sex")
    return itp(read, SIX_WEEKS, ITP_AGES, modifier=("female", case, sex == 2))


def meningitis(read, ages) -> CaseSeriesFit:
    table = read("sccs/amdat.csv")
    return case_series(cases(table, "am"), [mmr(table, [Window("1", 15, 35)])], age_cuts=ages)


def fractures(read) -> CaseSeriesFit:
    table = read("sccs/hipdat.csv")
    case, start, end = doses(table, "ad", "endad")
    windows = [
        Window("1", 0, 14), Window("2", 15, 42), Window("3", 43, None),
        Window("4", 1, 91, anchor="end"), Window("5", 92, 182, anchor="end"),
    ]  # fmt: skip
    taking = Exposure("ad", case, start, windows, end=end)
    return case_series(cases(table, "frac"), [taking], age_cuts=HIP_AGES)


def convulsions(read) -> CaseSeriesFit:
    table = read("sccs/condat.csv")
    vaccines = [Exposure(name, *doses(table, name), TWO_WEEKS) for name in ("hib", "mmr")]
    return case_series(cases(table, "conv"), vaccines, age_cuts=range(387, 708, 20))


def infarctions(read) -> CaseSeriesFit:
    table = read("sccs/midat.csv")
    infections = Exposure("rti", *doses(table, "rti"), TWO_WEEKS)
    return case_series(cases(table, "mi"), [infections], age_cuts=MI_AGES)


def pressure(read, *names: str) -> CaseSeriesFit:
    table = read("sccs/bpdat.csv")
    return measured_case_series(table["case"], table["head"], {one: table[one] for one in names})


MODELS = {
    "itp1": lambda read: itp(read, SIX_WEEKS, ()),
    "itp2": lambda read: itp(read, SIX_WEEKS, ITP_AGES),
    "itp3": lambda read: itp(
        read, [Window("1", 0, 14), Window("2", 15, 28), Window("3", 29, 42)], ITP_AGES
    ),
    "itp4_sexint": itp_by_sex,
    "am1": lambda read: meningitis(read, (548,)),
    "am2_noage": lambda read: meningitis(read, ()),
    "hip1": fractures,
    "con1": convulsions,
    "mi1_std": infarctions,
    "bp1_quant": lambda read: pressure(read, "sys", "dia"),
    "bp2_sys": lambda read: pressure(read, "sys"),
}
EXPECTED = rows_of(HERE / "coefficients.csv")
FITS = {row["model"]: row for row in rows_of(HERE / "fits.csv")}


def ours(term: str, cuts: tuple[int, ...]) -> str:
    """R's name of a term, as ours."""
    if term.startswith("factor(sex)"):
        return "mmr: 1 x female"
    if term.startswith("age"):
        return f"age from {cuts[int(term[3:]) - 2]}"
    return f"{term[:-1]}: {term[-1]}" if term[-1].isdigit() else term


def test_every_row_of_the_table_belongs_to_a_model():
    assert {row["model"] for row in EXPECTED} == set(MODELS) == set(FITS)


@pytest.mark.parametrize("name", MODELS)
def test_every_coefficient_is_that_of_r(name, reference_data):
    fit = MODELS[name](reference_data)
    rows = [row for row in EXPECTED if row["model"] == name]
    assert len(rows) == len(fit.terms)
    for row in rows:
        term = fit.term(ours(row["term"], fit.settings.age_cuts))
        assert term.coefficient == pytest.approx(float(row["coef"]), rel=1e-6, abs=1e-7)
        assert term.standard_error == pytest.approx(float(row["se"]), rel=1e-6)
        assert (term.lower, term.upper) == pytest.approx(
            (float(row["lo95"]), float(row["hi95"])), rel=1e-6
        )
        assert term.p == pytest.approx(float(row["p"]), rel=1e-4)


@pytest.mark.parametrize("name", MODELS)
def test_events_and_likelihood_ratio_are_those_of_r(name, reference_data):
    fit = MODELS[name](reference_data)
    expected = FITS[name]
    assert fit.counts.events == int(expected["n_events"])
    assert fit.degrees_of_freedom == int(expected["df"])
    assert fit.likelihood_ratio == pytest.approx(float(expected["lr_chisq"]), rel=1e-6)
