"""The top of the likelihood of covariance parameters, or why there is none."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError
from scipy.optimize import minimize

from remit.stats.mmrm.likelihood import Model, Point

Floats = NDArray[np.float64]
MOST_STEPS: Final = 200
POLISH: Final = 8
FLAT: Final = 1e-9
"""A gradient, in units of the Hessian's root, at which nothing is left to gain."""


def top_of(model: Model, start: Floats) -> tuple[Floats, Point] | str:
    """Parameters and everything there; or the end of the sentence "not estimable, because".

    A trust region with the exact Hessian, then Newton steps until only rounding is left.
    """
    seen: dict[bytes, Point | None] = {}

    def at(theta: Floats) -> Point | None:
        key = theta.tobytes()
        if key not in seen:
            try:
                seen[key] = model.point(theta)
            except LinAlgError:
                seen[key] = None
        return seen[key]

    def value(theta: Floats) -> float:
        point = at(theta)
        return np.inf if point is None else point.deviance

    def gradient(theta: Floats) -> Floats:
        point = at(theta)
        return np.zeros(theta.size) if point is None else point.gradient

    def hessian(theta: Floats) -> Floats:
        point = at(theta)
        return np.eye(theta.size) if point is None else point.hessian

    if at(start) is None:
        return "the design or the first guess of the covariance is singular"
    found = minimize(
        value, start, jac=gradient, hess=hessian, method="trust-exact",
        options={"maxiter": MOST_STEPS, "gtol": 1e-6},
    )  # fmt: skip
    return _polished(model, np.asarray(found.x, dtype=np.float64))


def _polished(model: Model, theta: Floats) -> tuple[Floats, Point] | str:
    advice = "choose fewer covariance parameters, such as the next step of the ladder"
    for _ in range(POLISH):
        try:
            point = model.point(theta)
            eigen = np.linalg.eigvalsh(point.hessian)
        except LinAlgError:
            return f"the covariance became singular on the way; {advice}"
        if eigen[0] <= 1e-8 * max(float(eigen[-1]), 1.0):
            return f"the likelihood is flat along a covariance parameter; {advice}"
        step = np.linalg.solve(point.hessian, point.gradient)
        if float(point.gradient @ step) < FLAT**2 * max(1.0, abs(point.deviance)):
            return theta, point
        theta = theta - step
    try:
        last = model.point(theta)
    except LinAlgError:
        return f"the covariance became singular on the way; {advice}"
    if float(last.gradient @ np.linalg.solve(last.hessian, last.gradient)) < 1e-8:
        return theta, last
    return f"the climb to the estimate found no top; {advice}"
