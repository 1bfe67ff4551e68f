"""Writes test/golden/rates.json: rates by ppi_py, scipy and statsmodels, on random samples.

Run with a Python that has ppi-python, scipy and statsmodels:  python scripts/golden/rates.py
With a seed behind it the script prints the same for samples of that seed and writes nothing:  python scripts/golden/rates.py 42
"""

import json
import pathlib
import platform
import sys
from importlib.metadata import version

import numpy as np
import statsmodels.api as sm
from ppi_py import ppi_mean_ci, ppi_mean_pointestimate
from scipy.stats import binomtest, norm, t

SEED = 20231102
LAMBDAS = {"optimal": None, "zero": 0.0, "one": 1.0, "between": 0.37}


def sample(rng, kind, labeled, unlabeled):
    """Outcomes that follow a cluster's own rate, and a judge that is right more often than not."""
    total = labeled + unlabeled
    cluster = rng.integers(0, total // 3, total)
    rate = rng.beta(2, 1.5, total // 3)[cluster]
    outcome = (rng.uniform(size=total) < rate).astype(float)
    if kind == "calls":
        judge = np.where(rng.uniform(size=total) < 0.85, outcome, 1 - outcome)
    else:
        outcome = np.round((outcome + 2 * rng.binomial(1, rate)) / 3, 6)
        judge = np.round(np.clip(0.2 + 0.5 * outcome + rng.normal(0, 0.15, total), 0, 1), 4)
    if kind == "inverted":
        judge = 1 - judge
    return outcome[:labeled], judge[:labeled], judge[labeled:], cluster[:labeled], cluster[labeled:]


def lambda_of(outcome, judge, unlabeled_judge):
    """Read back from the point estimate, which is all ppi_py returns."""
    point = ppi_mean_pointestimate(outcome, judge, unlabeled_judge, lam=None).item()
    return (point - outcome.mean()) / (unlabeled_judge.mean() - judge.mean())


def clustered(outcome, judge, unlabeled_judge, cluster, unlabeled_cluster, lam, level):
    """The same estimate as a regression on two columns, labeled and unlabeled, with the sandwich variance by cluster."""
    values = np.concatenate([outcome - lam * judge, lam * unlabeled_judge])
    is_labeled = np.arange(len(values)) < len(outcome)
    columns = np.column_stack([is_labeled, ~is_labeled]).astype(float)
    groups = np.concatenate([cluster, unlabeled_cluster])
    fit = sm.OLS(values, columns).fit(cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False})
    point, error = fit.params.sum(), np.sqrt(fit.cov_params().sum())
    reach = norm.ppf((1 + level) / 2) * error
    return {"value": point, "standardError": error, "lower": point - reach, "upper": point + reach}


def case(rng, name, kind, labeled, unlabeled, level):
    outcome, judge, unlabeled_judge, cluster, unlabeled_cluster = sample(rng, kind, labeled, unlabeled)
    tuned = lambda_of(outcome, judge, unlabeled_judge)
    wanted = {}
    for key, lam in LAMBDAS.items():
        lower, upper = ppi_mean_ci(outcome, judge, unlabeled_judge, alpha=1 - level, lam=lam)
        wanted[key] = {
            "lambda": tuned if lam is None else lam,
            "value": ppi_mean_pointestimate(outcome, judge, unlabeled_judge, lam=lam).item(),
            "lower": lower.item(),
            "upper": upper.item(),
            "clustered": clustered(
                outcome, judge, unlabeled_judge, cluster, unlabeled_cluster, tuned if lam is None else lam, level
            ),
        }
    people = sm.OLS(outcome, np.ones(labeled)).fit(cov_type="cluster", cov_kwds={"groups": cluster})
    return {
        "name": name,
        "level": level,
        "outcome": outcome.tolist(),
        "judge": judge.tolist(),
        "unlabeledJudge": unlabeled_judge.tolist(),
        "cluster": cluster.tolist(),
        "unlabeledCluster": unlabeled_cluster.tolist(),
        "correlation": np.corrcoef(outcome, judge)[0, 1],
        "lambdas": wanted,
        "people": {"value": people.params[0], "standardError": people.bse[0]},
    }


def wilson(successes, trials, level):
    interval = binomtest(successes, trials).proportion_ci(level, method="wilson")
    return {"successes": successes, "trials": trials, "level": level, "lower": interval.low, "upper": interval.high}


def make(seed):
    rng = np.random.default_rng(seed)
    shares = [(0, 12), (1, 1), (3, 30), (47, 50), (60, 60), (123, 400), (1999, 2000)]
    tails = [1e-100, 1e-16, 1e-9, 1e-4, 0.005, 0.025, 0.05, 0.3, 0.4999, 0.5, 0.75, 0.95, 0.975, 0.995, 0.9999, 1 - 1e-9]
    degrees = [1, 1.5, 2, 3, 4, 5, 9, 29, 49, 99, 100, 299, 1000]
    return {
        "library": {
            "ppi-python": version("ppi-python"),
            "scipy": version("scipy"),
            "statsmodels": version("statsmodels"),
            "numpy": np.__version__,
            "python": platform.python_version(),
        },
        "seed": seed,
        "cases": [
            case(rng, "calls, many unlabeled", "calls", 40, 240, 0.95),
            case(rng, "calls, few unlabeled", "calls", 60, 24, 0.9),
            case(rng, "scores, many unlabeled", "scores", 30, 200, 0.95),
            case(rng, "scores, few unlabeled", "scores", 70, 33, 0.99),
            case(rng, "an inverted judge", "inverted", 40, 90, 0.95),
        ],
        "wilson": [wilson(k, n, level) for k, n in shares for level in (0.8, 0.95, 0.99)],
        "studentQuantiles": [{"probability": p, "degreesOfFreedom": v, "quantile": t.ppf(p, v)} for v in degrees for p in tails],
    }


if len(sys.argv) > 1:
    print(json.dumps(make(int(sys.argv[1]))))
else:
    target = pathlib.Path(__file__).parents[2] / "test" / "golden" / "rates.json"
    target.write_text(json.dumps(make(SEED), separators=(",", ":")) + "\n")
    print(target.stat().st_size)
