"""What may be said at the top of the likelihood, by the method that was declared."""

from __future__ import annotations

from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from remit.stats.mmrm.likelihood import Model, Point
from remit.stats.mmrm.sandwich import bias_reduced, empirical
from remit.stats.small_samples import Inference, Method

Floats = NDArray[np.float64]
Robust = Literal["none", "empirical", "bias-reduced"]
ROBUST: Final[tuple[Robust, ...]] = get_args(Robust)


def inference(
    model: Model, point: Point, method: Method, robust: Robust, level: float
) -> Inference:
    """Standard errors and degrees of freedom at the top of the likelihood.

    References
    ----------
    Kenward and Roger (1997), Biometrics 53:983-997; Fai and Cornelius (1996), J Stat Comput Simul
    54:363-378; Liang and Zeger (1986), Biometrika 73:13-22; Bell and McCaffrey (2002), Surv
    Methodol 28:169-181.
    """
    parameters: Floats = 2.0 * np.linalg.inv(point.hessian).astype(np.float64)
    if robust != "none":
        adjusted = (empirical if robust == "empirical" else bias_reduced)(model, point)
    elif method.startswith("Kenward-Roger"):
        adjusted = _adjusted(model, point, parameters, method)
    else:
        adjusted = point.covariance
    return Inference(
        coefficients=point.coefficients,
        adjusted=adjusted,
        plain=point.covariance,
        parameters=parameters,
        p=point.p,
        by_column=_by_column(model, method),
        method=method,
        level=level,
    )


def _adjusted(model: Model, point: Point, parameters: Floats, method: Method) -> Floats:
    """The covariance that knows that the covariance parameters were estimated."""
    q, r = model.curves(point.theta, parameters)
    lost = q - 0.25 * _second(model, point, parameters, method, r)
    lost -= np.einsum("hj,hab,bc,jcd->ad", parameters, point.p, point.covariance, point.p,
                      optimize=True)  # fmt: skip
    adjusted: Floats = point.covariance + 2.0 * point.covariance @ lost @ point.covariance
    return (adjusted + adjusted.T) / 2.0


def _second(model: Model, point: Point, parameters: Floats, method: Method, r: Floats) -> Floats:
    """The share of second derivatives, which depends on what is called a parameter."""
    if method == "Kenward-Roger":
        return r
    curls = [model.structure.curl(one) for one in point.theta.reshape(-1, model.structure.size)]
    if method == "Kenward-Roger-Linear" or any(one is None for one in curls):
        return r * 0.0
    curl = np.concatenate([one for one in curls if one is not None])
    found: Floats = r + np.einsum("h,hab->ab", np.diag(parameters) * curl, point.p)
    return found


def _by_column(model: Model, method: Method) -> Floats:
    """Degrees of freedom by the kind of column: between people, or within them."""
    rows = model.rows
    if method == "residual":
        return np.full(rows.columns, float(rows.rows - rows.columns))
    between = rows.between
    within = float(rows.rows - rows.people - int((~between).sum()))
    found = np.where(between, float(rows.people - int(between.sum())), within)
    if not between.all():
        # SAS counts the intercept as within people where anything is.
        found[rows.constant] = within
    return found
