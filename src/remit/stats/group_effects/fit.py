"""A trial whose people are treated in groups, in all arms or in one alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError

from remit.errors import InvalidInput
from remit.stats.answers import Answers, Fitted
from remit.stats.formula import Design, design_of
from remit.stats.group_effects.likelihood import Point, Strata, strata_of, top
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version
from remit.stats.small_samples import Contrast, Inference

METHOD: Final = "mixed model with group effects"
FEWEST_GROUPS: Final = 3
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Method = Literal["Kenward-Roger", "Satterthwaite"]


@dataclass(frozen=True, slots=True)
class Variance:
    """One component: of ``kind`` "people" or "groups", in an arm or in all of them.

    Between groups it may be below 0, where people of one group are less alike than by chance.
    """

    kind: Literal["people", "groups"]
    arm: Any
    estimate: float


@dataclass(frozen=True, slots=True, eq=False)
class GroupEffects(Answers):
    """Result of ``group_effects``; ``alone`` counts people who are in no group."""

    coefficients: tuple[Contrast, ...]
    variances: tuple[Variance, ...]
    log_likelihood: float
    people: int
    groups: int
    alone: int
    left_out: int
    formula: str
    method: Method
    level: float
    software: str
    fitted: Fitted

    def likeness(self, arm: Any = None) -> float:
        """Intraclass correlation: the share of the variance that lies between groups."""
        own = {one.kind: one.estimate for one in self.variances if one.arm == arm}
        if "groups" not in own:
            raise InvalidInput(f"There are no groups in {arm!r}.")
        people = next(
            (one.estimate for one in self.variances if one.kind == "people" and one.arm == arm),
            self.variances[0].estimate,
        )
        return own["groups"] / (own["groups"] + people)

    def summary(self) -> str:
        """Who was treated with whom, and how alike groups are."""
        told = [
            f"{100 * self.likeness(one.arm):.1f} % of the variance"
            f"{'' if one.arm is None else f' in {one.arm}'} lies between groups"
            + (" (below 0: people of one group are less alike than by chance)"
               if one.estimate < 0 else "")
            for one in self.variances
            if one.kind == "groups"
        ]  # fmt: skip
        out = f", {self.left_out} left out because something is missing" if self.left_out else ""
        return (
            f"{self.formula}: {self.people} people in {self.groups} groups and alone "
            f"({self.alone}){out}; {'; '.join(told)}. REML, {self.method}."
        )


def group_effects(
    frame: Any,
    formula: str,
    *,
    group: str,
    variances_by: str | None = None,
    method: Method = "Kenward-Roger",
    level: float = 0.95,
) -> GroupEffects | NotEstimable:
    """Fit one outcome a person, where people of one group may be alike.

    Parameters
    ----------
    frame : pandas DataFrame, or mapping of name to column
        A row a person; rows in which something of the formula is missing are left out and counted.
    formula : str
        Such as ``"pain ~ arm + baseline"``.
    group : str
        Column that names each person's group; empty for who is treated alone.
    variances_by : str, optional
        Column, such as the arm: each of its levels has variances of its own. Without it one
        variance of people and one of groups hold for all.
    method : {"Kenward-Roger", "Satterthwaite"}
    level : float
        Confidence level.

    Returns
    -------
    GroupEffects or NotEstimable

    Raises
    ------
    InvalidInput
        If an argument cannot be what it should be, or a group holds people of two levels of
        ``variances_by``.

    Notes
    -----
    The variance between groups may be estimated below 0. Cutting it off at 0 would make p too
    large where groups hardly matter; the calibration table has both.

    References
    ----------
    Roberts and Roberts (2005), Clin Trials 2:152-162 (partially nested trials); Kenward and Roger
    (1997), Biometrics 53:983-997; Candlish et al. (2018), BMC Med Res Methodol 18:105.

    Examples
    --------
    >>> rows = {
    ...     "arm": ["MBM"] * 9 + ["usual"] * 6,
    ...     "workshop": [1, 1, 1, 2, 2, 2, 3, 3, 3] + [None] * 6,
    ...     "pain": [3, 4, 2, 5, 4, 6, 2, 3, 3, 6, 5, 7, 4, 6, 5],
    ... }
    >>> fit = group_effects(rows, "pain ~ arm", group="workshop", variances_by="arm")
    >>> arm = fit.coefficient("arm[T.usual]")
    >>> round(arm.estimate, 3), round(arm.standard_error, 3), round(arm.df, 2)
    (1.944, 0.845, 3.46)
    """
    if method not in ("Kenward-Roger", "Satterthwaite"):
        raise InvalidInput("The method is Kenward-Roger or Satterthwaite.")
    if not 0.0 < level < 1.0:
        raise InvalidInput("The level must lie between 0 and 1.")
    design = design_of(frame, formula)
    design.check_independent()
    refusal = design.refusal()
    if refusal:
        return NotEstimable(refusal, METHOD)
    groups = _groups(design, group)
    levels, residual = design.codes(variances_by) if variances_by else ((None,), groups * 0)
    component, arms = _components(groups, residual, levels)
    found = fit_groups(
        design.table, design.outcome, groups, residual, component, method=method, level=level
    )
    if isinstance(found, NotEstimable):
        return found
    inference, values, deviance = found
    fitted = Fitted(design, inference)
    return GroupEffects(
        coefficients=fitted.coefficients(),
        variances=tuple(
            Variance("people" if number < len(levels) else "groups", arm, float(value))
            for number, (arm, value) in enumerate(zip((*levels, *arms), values, strict=True))
        ),
        log_likelihood=-deviance / 2.0,
        people=len(groups),
        groups=int(groups.max()) + 1,
        alone=int((groups < 0).sum()),
        left_out=int((~design.kept).sum()),
        formula=formula,
        method=method,
        level=level,
        software=software_version(),
        fitted=fitted,
    )


def fit_groups(
    design: Floats,
    outcome: Floats,
    groups: Ints,
    residual: Ints,
    component: Ints,
    *,
    method: Method = "Kenward-Roger",
    level: float = 0.95,
) -> tuple[Inference, Floats, float] | NotEstimable:
    """The fit from plain arrays, as simulations need it; see ``strata_of`` for the codes.

    Returns
    -------
    inference, variance components, minus twice the log-likelihood; or NotEstimable
    """
    strata = strata_of(np.column_stack([design, outcome]), groups, residual, component)
    refusal = _too_few(groups, component)
    if refusal:
        return NotEstimable(refusal, METHOD)
    try:
        found = top(strata, _start(strata, int(residual.max()) + 1))
    except LinAlgError:
        return NotEstimable("the design is singular", METHOD)
    if isinstance(found, str):
        return NotEstimable(found, METHOD)
    components, here = found
    inference = _inference(here, method, level)
    if not inference.is_sound():
        return NotEstimable(inference.too_few.removesuffix("."), METHOD)
    return inference, components, here.deviance


def _groups(design: Design, name: str) -> Ints:
    """Numbers of groups, below 0 where the cell is empty."""
    if name not in design.frame:
        raise InvalidInput(f"There is no column {name!r}.")
    column = design.frame[name]
    empty = (column.isna() | (column.astype(str).str.strip() == "")).to_numpy()
    if empty.all():
        raise InvalidInput(f"The column {name!r} names no group; use ancova.")
    found = np.full(empty.size, -1, dtype=np.int64)
    found[~empty] = np.unique(column[~empty].astype(str).to_numpy(), return_inverse=True)[1]
    return found


def _components(
    groups: Ints, residual: Ints, levels: tuple[Any, ...]
) -> tuple[Ints, tuple[Any, ...]]:
    """The number of each person's variance between groups, and the levels that have one."""
    for one in range(int(groups.max()) + 1):
        if np.ptp(residual[groups == one]) > 0:
            raise InvalidInput("A group holds people of two levels: variances_by must be one.")
    own = np.unique(residual[groups >= 0])
    place = np.zeros(len(levels), dtype=np.int64)
    place[own] = len(levels) + np.arange(own.size)
    return place[residual], tuple(levels[int(one)] for one in own)


def _too_few(groups: Ints, component: Ints) -> str:
    for one in np.unique(component[groups >= 0]):
        members = groups[(component == one) & (groups >= 0)]
        number = np.unique(members).size
        if number < FEWEST_GROUPS:
            return f"{number} groups cannot tell how groups differ; there must be {FEWEST_GROUPS}"
        if number == members.size:
            return "every group has one person alone, who cannot be told from the group"
    return ""


def _start(strata: Strata, people: int) -> Floats:
    """A tenth of the variance between groups."""
    size, c = strata.shares.shape[1], strata.columns
    whole = strata.products.sum(axis=0)
    coefficients = np.linalg.lstsq(whole[:c, :c], whole[:c, c], rcond=None)[0]
    rest = float(whole[c, c] - whole[:c, c] @ coefficients)
    found = np.full(size, 0.1 * rest / strata.rows)
    found[:people] = 0.9 * rest / strata.rows
    return found


def _inference(here: Point, method: Method, level: float) -> Inference:
    """Kenward and Roger with the expected information, as they wrote; Satterthwaite's observed."""
    information = here.expected if method == "Kenward-Roger" else here.observed
    parameters: Floats = 2.0 * np.linalg.inv(information).astype(np.float64)
    adjusted = here.covariance
    if method == "Kenward-Roger":
        lost = np.einsum("hj,hjab->ab", parameters, here.q)
        lost -= np.einsum("hj,hab,bc,jcd->ad", parameters, here.p, here.covariance, here.p,
                          optimize=True)  # fmt: skip
        adjusted = here.covariance + 2.0 * here.covariance @ lost @ here.covariance
    return Inference(
        coefficients=here.coefficients,
        adjusted=adjusted,
        plain=here.covariance,
        parameters=parameters,
        p=here.p,
        by_column=np.zeros(here.coefficients.size),
        method=method,
        level=level,
    )
