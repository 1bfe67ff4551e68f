"""Writes test/golden/calibration.json: metrics and calibrators by numpy, scipy and scikit-learn, on random soft labels.

Run with a Python that has numpy, scipy and scikit-learn:  python scripts/golden/calibration.py

Items have one to five labels, so every value differs between the two weight rules: a wrong weighting cannot pass.
"""

import json
import pathlib
import platform

import numpy as np
import scipy
import sklearn
from scipy.optimize import brentq, minimize
from scipy.special import expit, log_softmax, logsumexp
from scipy.stats import foldnorm
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss

SEED = 20210216
CLIP = 1e-6


def study(rng, rows, labels, digits):
    """An overconfident judge with favorites, and people who follow the truth behind it."""
    truth = rng.normal(0, 1.2, (rows, labels))
    people = np.exp(log_softmax(truth, axis=1))
    lean = np.linspace(0, 0.7, labels)
    judge = np.exp(log_softmax(2.2 * truth + lean + rng.normal(0, 1, (rows, labels)), axis=1))
    judge[:, :-1] = np.round(judge[:, :-1], digits)
    judge[:, -1] = 1 - judge[:, :-1].sum(1)
    judge = np.clip(judge, 0, 1)
    judge /= judge.sum(1, keepdims=True)
    counts = np.array([rng.multinomial(n, p) for n, p in zip(rng.integers(1, 6, rows), people)])
    return judge, counts


def weights_of(counts, weight):
    return counts.sum(1).astype(float) if weight == "labels" else np.ones(len(counts))


def logs(p):
    return np.log(np.clip(p, CLIP, 1 - CLIP))


def row_losses(p, shares):
    return -(np.where(shares > 0, shares * np.log(np.maximum(p, 1e-15)), 0)).sum(1)


def bins_of(p, count, binning):
    if binning == "equal mass":
        return [part for part in np.array_split(np.argsort(p, kind="stable"), count) if len(part)]
    edges = np.arange(count + 1) / count
    index = np.clip(np.searchsorted(edges, p, side="left") - 1, 0, count - 1)
    return [np.flatnonzero(index == bin) for bin in range(count) if (index == bin).any()]


def calibration_error(p, h, w, count, binning):
    plain = debiased = square = debiased_square = 0.0
    for rows in bins_of(p, count, binning):
        part = w[rows].sum() / w.sum()
        mean = np.average(h[rows], weights=w[rows])
        gap = abs(np.average(p[rows], weights=w[rows]) - mean)
        variance = (w[rows] ** 2 * (h[rows] - mean) ** 2).sum() / w[rows].sum() ** 2
        plain += part * gap
        square += part * gap**2
        n = len(rows)
        if n > 1:
            debiased_square += part * (gap**2 - variance * n / (n - 1))
        deviation = np.sqrt(variance)
        debiased += part * (foldnorm.mean(gap / deviation, scale=deviation) if deviation > 0 else gap)
    return {
        "value": plain,
        "debiased": max(0.0, 2 * plain - debiased),
        "rootMeanSquare": square**0.5,
        "debiasedRootMeanSquare": max(0.0, debiased_square) ** 0.5,
    }


def temperature(p, shares, w):
    L = logs(p)

    def slope(a):
        q = np.exp(log_softmax(a * L, axis=1))
        return (w * ((q - shares) * L).sum(1)).sum() / w.sum()

    if slope(1 / 0.05) < 0:
        return 0.05
    if slope(1 / 50) > 0:
        return 50.0
    return 1 / brentq(slope, 1 / 50, 1 / 0.05, xtol=1e-15, rtol=1e-14)


def platt(p, shares, w):
    """Every row as a part positive and a part negative; without a penalty."""
    z = logs(p)[:, 1] - logs(p)[:, 0]
    positives, negatives = (w * shares[:, 1]).sum(), (w * shares[:, 0]).sum()
    target = shares[:, 1] * (positives + 1) / (positives + 2) + shares[:, 0] / (negatives + 2)
    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-14, max_iter=1000)
    model.fit(np.r_[z, z][:, None], np.r_[np.ones(len(z)), np.zeros(len(z))], np.r_[w * target, w * (1 - target)])
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def label_bias(p, shares, w, ridge):
    L = logs(p)
    k = p.shape[1]

    def loss(v):
        s = v[0] * L + v[1:]
        q = np.exp(log_softmax(s, axis=1))
        value = (w * (logsumexp(s, axis=1) - (shares * s).sum(1))).sum() / w.sum() + ridge * (v[1:] ** 2).sum()
        slope = (w * ((q - shares) * L).sum(1)).sum() / w.sum()
        bias = (w[:, None] * (q - shares)).sum(0) / w.sum() + 2 * ridge * v[1:]
        return value, np.r_[slope, bias]

    found = minimize(loss, np.r_[1, np.zeros(k)], jac=True, method="BFGS", options={"gtol": 1e-11})
    return float(found.x[0]), (found.x[1:] - found.x[1:].mean()).tolist()


def applied(method, p, parameters):
    if method == "temperature":
        return np.exp(log_softmax(logs(p) / parameters, axis=1))
    if method == "platt":
        q = expit(parameters[0] * (logs(p)[:, 1] - logs(p)[:, 0]) + parameters[1])
        return np.c_[1 - q, q]
    return np.exp(log_softmax(parameters[0] * logs(p) + np.array(parameters[1]), axis=1))


def fitted(method, p, shares, w):
    fit = {"temperature": temperature, "platt": platt, "label bias": lambda *given: label_bias(*given, 1e-3)}[method]
    return fit(p, shares, w)


def by_weight(p, counts, clusters, folds, weight):
    shares = counts / counts.sum(1, keepdims=True)
    w = weights_of(counts, weight)
    k = p.shape[1]
    if k == 2:
        q, h = p[:, 1], shares[:, 1]
    else:
        q, h = p.max(1), shares[np.arange(len(p)), p.argmax(1)]
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(q, h, w).predict(q)
    base = np.average(h, weights=w)
    # Every label as a row of its own: what the score against each of its labels in turn means.
    each = np.r_[np.ones(len(q)), np.zeros(len(q))], np.r_[q, q], np.r_[w * h, w * (1 - h)]
    brier = brier_score_loss(each[0], each[1], sample_weight=each[2])
    recalibrated = brier_score_loss(each[0], np.r_[isotonic, isotonic], sample_weight=each[2])
    labels = np.tile(np.arange(k), len(p))
    reference = log_loss(labels, np.repeat(p, k, axis=0), sample_weight=(w[:, None] * shares).ravel(), labels=range(k))

    result = {
        "logLoss": (w * row_losses(p, shares)).sum() / w.sum(),
        "brier": brier,
        "squaredDistance": np.average((q - h) ** 2, weights=w),
        "corp": {"miscalibration": brier - recalibrated, "discrimination": base * (1 - base) - recalibrated, "uncertainty": base * (1 - base)},
        "errors": [
            {"bins": bins, "binning": binning, **calibration_error(q, h, w, bins, binning)}
            for bins, binning in [(10, "equal width"), (15, "equal width"), (15, "equal mass"), (7, "equal mass")]
        ],
        "methods": {},
    }
    assert abs(result["logLoss"] - reference) < 1e-9
    marginal = np.zeros_like(p)
    for fold in np.unique(folds):
        mass = (w[:, None] * shares)[folds != fold].sum(0) + 0.5
        marginal[folds == fold] = mass / mass.sum()
    result["marginalLogLoss"] = (w * row_losses(marginal, shares)).sum() / w.sum()

    for method in ["temperature", "platt" if k == 2 else "label bias"]:
        out = np.zeros_like(p)
        for fold in np.unique(folds):
            inside = folds == fold
            out[inside] = applied(method, p[inside], fitted(method, p[~inside], shares[~inside], w[~inside]))
        losses = row_losses(out, shares)
        mean = (w * losses).sum() / w.sum()
        residual = np.array([(w * (losses - mean))[clusters == c].sum() for c in np.unique(clusters)])
        g = len(residual)
        result["methods"][method] = {
            "parameters": fitted(method, p, shares, w),
            "crossFitLogLoss": mean,
            "standardError": np.sqrt((residual**2).sum() * g / (g - 1)) / w.sum(),
        }
    return result


def case(name, rng, rows, labels, digits):
    p, counts = study(rng, rows, labels, digits)
    clusters = rng.integers(0, rows // 3, rows)
    folds = clusters % 5
    return {
        "name": name,
        "labelCount": labels,
        "probabilities": p.ravel().tolist(),
        "labelCounts": counts.ravel().tolist(),
        "clusters": clusters.tolist(),
        "folds": folds.tolist(),
        "weights": {weight: by_weight(p, counts, clusters, folds, weight) for weight in ["labels", "items"]},
    }


def isotonic_case(rng):
    x = np.round(rng.uniform(0, 1, 80), 1)
    y = np.round(np.clip(x + rng.normal(0, 0.4, 80), 0, 1), 3)
    w = rng.integers(1, 6, 80).astype(float)
    fit = IsotonicRegression().fit(x, y, w)
    knots = np.unique(x)
    return {"x": x.tolist(), "y": y.tolist(), "weight": w.tolist(), "distinct": knots.tolist(), "fitted": fit.predict(knots).tolist()}


def examples():
    """The examples of the doc blocks, so that no figure there was copied from the code it illustrates."""
    def soft(rows):
        counts = np.array(rows, float)
        return counts / counts.sum(1, keepdims=True), counts.sum(1)

    hot = np.array([[0.98, 0.02], [0.98, 0.02], [0.02, 0.98], [0.02, 0.98]])
    lean = np.array([[0.1, 0.9], [0.2, 0.8], [0.6, 0.4], [0.9, 0.1]])
    three = np.array([[0.1, 0.2, 0.7], [0.2, 0.2, 0.6], [0.5, 0.3, 0.2]])
    return {
        "temperature": temperature(hot, *soft([[3, 1], [1, 0], [0, 1], [1, 2]])),
        "platt": platt(lean, *soft([[1, 2], [0, 3], [2, 1], [2, 0]])),
        "labelBias": label_bias(three, *soft([[1, 1, 1], [0, 2, 1], [2, 1, 0]]), 1e-3),
    }


rng = np.random.default_rng(SEED)
golden = {
    "library": {
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
        "python": platform.python_version(),
    },
    "seed": SEED,
    "cases": [case("two labels", rng, 90, 2, 6), case("four labels", rng, 120, 4, 6)],
    "isotonic": isotonic_case(rng),
    "examples": examples(),
}
target = pathlib.Path(__file__).parents[2] / "test" / "golden" / "calibration.json"
target.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
print(target.stat().st_size, golden["examples"])
