"""Writes test/golden/clustered-share.json: shares by cluster with logit-t intervals.

Clusters of one size: a binomial GLM with an intercept and the sandwich variance by cluster (statsmodels), on the log odds
with t quantiles (scipy). Clusters of any size: the jackknife by its definition in numpy, each share counted anew without
its cluster.

Run with a Python that has numpy, scipy and statsmodels:  python scripts/golden/clustered-share.py
"""

import json
import pathlib
import platform
from importlib.metadata import version

import numpy as np
import statsmodels.api as sm
from scipy.stats import t

SEED = 20261114


def equal(rng, clusters, size, level):
    """Marks of 0 and 1 whose share varies from cluster to cluster; a GLM of the marks."""
    share = rng.beta(4, 1.5, clusters)
    marks = (rng.uniform(size=(clusters, size)) < share[:, None]).astype(float)
    groups = np.repeat(np.arange(clusters), size)
    fit = sm.GLM(marks.ravel(), np.ones(clusters * size), family=sm.families.Binomial()).fit(
        cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False}, tol=1e-14
    )
    value = marks.mean()
    log_odds, error = fit.params[0], fit.bse[0] * np.sqrt(clusters / (clusters - 1))
    ends = log_odds + np.array([-1, 1]) * t.ppf((1 + level) / 2, clusters - 1) * error
    return {
        "part": marks.sum(axis=1).tolist(),
        "whole": [size] * clusters,
        "level": level,
        "value": value,
        "standardError": error * value * (1 - value),
        "effectiveClusters": clusters,
        "ends": (1 / (1 + np.exp(-ends))).tolist(),
    }


def unequal(rng, clusters, level):
    """Lognormal sizes, and marks that may be thirds."""
    whole = np.ceil(np.exp(rng.normal(1, 1, clusters)))
    share = rng.beta(3, 1, clusters)
    part = np.array([rng.binomial(3 * int(n), p) / 3 for n, p in zip(whole, share)])
    value = part.sum() / whole.sum()
    without = np.array(
        [np.delete(part, g).sum() / np.delete(whole, g).sum() for g in range(clusters)]
    )
    error = np.sqrt((clusters - 1) / clusters * np.sum((without - value) ** 2))
    effective = whole.sum() ** 2 / np.sum(whole**2)
    reach = t.ppf((1 + level) / 2, effective - 1) * error / (value * (1 - value))
    ends = np.log(value / (1 - value)) + np.array([-1, 1]) * reach
    return {
        "part": part.tolist(),
        "whole": whole.tolist(),
        "level": level,
        "value": value,
        "standardError": error,
        "effectiveClusters": effective,
        "ends": (1 / (1 + np.exp(-ends))).tolist(),
    }


rng = np.random.default_rng(SEED)
golden = {
    "made": "scripts/golden/clustered-share.py",
    "python": platform.python_version(),
    "versions": {name: version(name) for name in ("numpy", "scipy", "statsmodels")},
    "seed": SEED,
    "equal": [equal(rng, 20, 1, 0.95), equal(rng, 24, 5, 0.95), equal(rng, 60, 8, 0.9)],
    "unequal": [unequal(rng, 15, 0.95), unequal(rng, 80, 0.99)],
}
path = pathlib.Path(__file__).parents[2] / "test" / "golden" / "clustered-share.json"
path.write_text(json.dumps(golden, indent=1) + "\n")
