"""Writes test/golden/judge-differences.json: judges against each other on the same items.

Tango's interval by its definition: at each end the likelihood of the paired table is maximized numerically under that
difference (scipy's bounded search), the score is made of the maximum, and brentq finds where it is the normal quantile.
Shares on single items by scipy's paired t test; clusters of one size by statsmodels' least squares with the sandwich by
cluster; clusters of any size by the jackknife in numpy. Max-t by scipy's studentized range where all differences have one
standard error, and elsewhere by eight million draws in numpy, since the distribution of all pairs is singular.

Run with a Python that has numpy, scipy and statsmodels:  python scripts/golden/judge-differences.py
"""

import json
import pathlib
import platform
from importlib.metadata import version

import numpy as np
import statsmodels.api as sm
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import norm, studentized_range, t, ttest_rel

SEED = 19981717


def most_likely(b, c, n, difference):
    """The share of items on which only the second is right, by maximizing the likelihood under the difference."""
    least, most = max(0, -difference), (1 - difference) / 2

    def minus_log_likelihood(q):
        p, rest = q + difference, 1 - 2 * q - difference
        terms = ((b, p), (c, q), (n - b - c, rest))
        return -sum(count * np.log(max(share, 1e-300)) for count, share in terms if count > 0)

    return minimize_scalar(minus_log_likelihood, bounds=(least, most), method="bounded", options={"xatol": 1e-14}).x


def tango(b, c, n, level):
    def score(difference):
        q = most_likely(b, c, n, difference)
        return (b - c - n * difference) / np.sqrt(n * (2 * q + difference * (1 - difference)))

    z, observed = norm.ppf((1 + level) / 2), (b - c) / n
    lower = brentq(lambda d: score(d) - z, -1 + 1e-9, observed - 1e-9, xtol=1e-12)
    upper = brentq(lambda d: score(d) + z, observed + 1e-9, 1 - 1e-9, xtol=1e-12)
    return {"onlyFirst": b, "onlySecond": c, "items": n, "level": level, "ends": [lower, upper]}


def judged(rng, sizes, people, shift):
    """Two judges that share what is hard; scores are the share of the people who agree with each."""
    hard = np.repeat(rng.uniform(0.3, 1, len(sizes)), sizes)
    one = rng.binomial(people, hard) / people
    other = rng.binomial(people, np.clip(hard - shift, 0, 1)) / people
    return one, other, np.repeat(np.arange(len(sizes)), sizes)


def case(one, other, cluster, level, error, ends):
    return {
        "first": one.tolist(),
        "second": other.tolist(),
        "cluster": cluster.tolist(),
        "level": level,
        "value": (one - other).mean(),
        "standardError": error,
        "ends": [float(end) for end in ends],
    }


def single(rng, items, level):
    one, other, cluster = judged(rng, np.ones(items, int), 3, 0.1)
    difference = one - other
    ends = ttest_rel(one, other).confidence_interval(level)
    return case(one, other, cluster, level, difference.std(ddof=1) / np.sqrt(items), ends)


def equal(rng, clusters, size, level):
    one, other, cluster = judged(rng, np.full(clusters, size), 1, 0.1)
    fit = sm.OLS(one - other, np.ones(len(one))).fit(
        cov_type="cluster", cov_kwds={"groups": cluster, "use_correction": False}
    )
    error = fit.bse[0] * np.sqrt(clusters / (clusters - 1))
    reach = t.ppf((1 + level) / 2, clusters - 1) * error
    return case(one, other, cluster, level, error, fit.params[0] + np.array([-1, 1]) * reach)


def unequal(rng, clusters, level):
    sizes = np.ceil(np.exp(rng.normal(1, 1, clusters))).astype(int)
    one, other, cluster = judged(rng, sizes, 3, 0.1)
    difference = one - other
    value = difference.mean()
    without = np.array([difference[cluster != g].mean() for g in range(clusters)])
    error = np.sqrt((clusters - 1) / clusters * np.sum((without - value) ** 2))
    reach = t.ppf((1 + level) / 2, sizes.sum() ** 2 / np.sum(sizes**2) - 1) * error
    return case(one, other, cluster, level, error, value + np.array([-1, 1]) * reach)


def max_t(rng, judges, freedom, level):
    """A covariance of judges' means as of scores that share items; c is the quantile of the largest of draws."""
    root = rng.normal(size=(judges, judges + 2)) + rng.normal(size=(1, judges + 2))
    covariance = root @ root.T
    first, second = np.triu_indices(judges, 1)
    squares = np.add.outer(covariance.diagonal(), covariance.diagonal()) - 2 * covariance
    contrasts = (np.eye(judges)[first] - np.eye(judges)[second]) / np.sqrt(squares[first, second])[:, None]
    draws = 8_000_000
    largest = np.empty(draws)
    for start in range(0, draws, 500_000):
        moved = rng.multivariate_normal(np.zeros(judges), covariance, 500_000, method="cholesky") @ contrasts.T
        scale = np.ones(500_000) if freedom is None else np.sqrt(rng.chisquare(freedom, 500_000) / freedom)
        largest[start : start + 500_000] = np.abs(moved).max(axis=1) / scale
    return {
        "judges": judges,
        "squares": squares.ravel().tolist(),
        "degreesOfFreedom": freedom,
        "level": level,
        "criticalValue": float(np.quantile(largest, level)),
    }


rng = np.random.default_rng(SEED)
golden = {
    "made": "scripts/golden/judge-differences.py",
    "python": platform.python_version(),
    "versions": {name: version(name) for name in ("numpy", "scipy", "statsmodels")},
    "seed": SEED,
    "tango": [
        tango(10, 2, 50, 0.95),
        tango(1, 7, 21, 0.95),
        tango(6, 16, 161, 0.95),
        tango(40, 20, 160, 0.9),
        tango(1, 1, 60, 0.95),
        tango(130, 90, 400, 0.99),
        tango(3, 0, 80, 0.95),
    ],
    "single": [single(rng, 40, 0.95), single(rng, 150, 0.8)],
    "equal": [equal(rng, 25, 4, 0.95), equal(rng, 60, 8, 0.9)],
    "unequal": [unequal(rng, 15, 0.95), unequal(rng, 80, 0.99)],
    "range": [
        {"judges": k, "degreesOfFreedom": d, "level": level, "criticalValue": studentized_range.ppf(level, k, d) / np.sqrt(2)}
        for k, d, level in ((3, 12, 0.95), (4, 49, 0.95), (5, 169, 0.9), (6, 30, 0.99), (10, 99, 0.95))
    ],
    "maxT": [max_t(rng, 3, None, 0.95), max_t(rng, 4, 24, 0.95), max_t(rng, 6, 60, 0.9)],
}
path = pathlib.Path(__file__).parents[2] / "test" / "golden" / "judge-differences.json"
path.write_text(json.dumps(golden, indent=1) + "\n")
