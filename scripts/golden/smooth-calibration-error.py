"""Writes test/golden/smooth-calibration-error.json: the smooth calibration error of random soft labels, by mirror images.

Run with a Python that has numpy and scipy:  python scripts/golden/smooth-calibration-error.py

The kernel here is a sum of plain Gaussians at the mirror images of each probability, integrated by quadrature between the zeros; the library sums
cosine waves. Many probabilities lie close to 0 and 1, where a kernel reflected wrongly loses mass.
"""

import json
import pathlib
import platform

import numpy as np
import scipy
from scipy.integrate import quad
from scipy.optimize import brentq

SEED = 20230918
IMAGES = range(-4, 5)


def smoothed(t, p, residual, width):
    """The residual at t: every row's Gaussian and its images at 2m + p and 2m − p."""
    total = 0.0
    for m in IMAGES:
        for place in (2 * m + p, 2 * m - p):
            total += (residual * np.exp(-((t - place) ** 2) / (2 * width**2))).sum()
    return total / (width * np.sqrt(2 * np.pi))


def distance(p, residual, width):
    grid = np.linspace(0, 1, int(np.ceil(40 / width)) + 1)
    values = [smoothed(t, p, residual, width) for t in grid]
    ends = [0.0]
    for left, right, a, b in zip(grid, grid[1:], values, values[1:]):
        if a * b < 0:
            ends.append(brentq(smoothed, left, right, args=(p, residual, width), xtol=1e-14))
    ends.append(1.0)
    # Every piece between two zeros is cut to a few widths, so that the quadrature sees smooth humps only.
    total = 0.0
    for left, right in zip(ends, ends[1:]):
        cuts = np.linspace(left, right, int(np.ceil((right - left) / (2 * width))) + 1)
        total += abs(sum(quad(smoothed, a, b, args=(p, residual, width), epsabs=1e-12, epsrel=1e-11)[0] for a, b in zip(cuts, cuts[1:])))
    return total


def errors(p, counts, weight):
    rows = counts.sum(1).astype(float) if weight == "labels" else np.ones(len(p))
    residual = rows * (counts[:, 1] / counts.sum(1) - p) / rows.sum()
    width = brentq(lambda s: distance(p, residual, s) - s, 0.002, 0.9, xtol=1e-10)
    return {"value": width, "fixed": [{"width": s, "value": distance(p, residual, s)} for s in (0.02, 0.05, 0.3)]}


def case(rng, name, rows, spread, slope):
    logit = rng.normal(0, spread, rows)
    # Written with six decimals: what the library reads is what was scored here.
    p = np.round(1 / (1 + np.exp(-logit)), 6)
    truth = 1 / (1 + np.exp(-slope * logit - 0.3))
    people = rng.integers(1, 6, rows)
    yes = rng.binomial(people, truth)
    counts = np.column_stack([people - yes, yes])
    return {
        "name": name,
        "probability": p.tolist(),
        "labelCounts": counts.ravel().tolist(),
        "weights": {weight: errors(p, counts, weight) for weight in ("labels", "items")},
    }


rng = np.random.default_rng(SEED)
golden = {
    "library": {"numpy": np.__version__, "scipy": scipy.__version__, "python": platform.python_version()},
    "seed": SEED,
    "cases": [
        case(rng, "sure of itself, a third within 0.001 of 0 or 1", 120, 7, 0.25),
        case(rng, "nearly calibrated", 150, 1.2, 0.9),
        case(rng, "twelve items", 12, 2, 0.5),
    ],
}
target = pathlib.Path(__file__).parents[2] / "test" / "golden" / "smooth-calibration-error.json"
target.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
