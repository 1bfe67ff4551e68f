"""Writes test/golden/two-valued-calibration.json: calibrators of judges that give each label one of two probabilities.

Run with a Python that has numpy, scipy and scikit-learn:  python scripts/golden/two-valued-calibration.py

Such a judge says 1 or 0, or .9999 or .0001, and people follow it only in part: the loss is nearly flat where a fit that starts at
slope 1 lands. Items have one to five labels, so a wrong weighting cannot pass.
"""

import json
import pathlib
import platform

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize, root
from scipy.special import log_softmax, logsumexp
from sklearn.linear_model import LogisticRegression

SEED = 20260117
CLIP = 1e-6


def logs(p):
    return np.log(np.clip(p, CLIP, 1 - CLIP))


def platt(p, shares, w):
    """Every row as a part positive and a part negative; without a penalty."""
    z = logs(p)[:, 1] - logs(p)[:, 0]
    positives, negatives = (w * shares[:, 1]).sum(), (w * shares[:, 0]).sum()
    target = shares[:, 1] * (positives + 1) / (positives + 2) + shares[:, 0] / (negatives + 2)
    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-14, max_iter=1000)
    model.fit(np.r_[z, z][:, None], np.r_[np.ones(len(z)), np.zeros(len(z))], np.r_[w * target, w * (1 - target)])
    return [float(model.coef_[0, 0]), float(model.intercept_[0])]


def label_bias(p, shares, w, ridge=1e-3):
    L = logs(p)

    def loss(v):
        s = v[0] * L + v[1:]
        q = np.exp(log_softmax(s, axis=1))
        value = (w * (logsumexp(s, axis=1) - (shares * s).sum(1))).sum() / w.sum() + ridge * (v[1:] ** 2).sum()
        slope = (w * ((q - shares) * L).sum(1)).sum() / w.sum()
        return value, np.r_[slope, (w[:, None] * (q - shares)).sum(0) / w.sum() + 2 * ridge * v[1:]]

    near = minimize(loss, np.zeros(p.shape[1] + 1), jac=True, method="BFGS", options={"gtol": 1e-11})
    # BFGS stops where the loss is flat to rounding; the root of its gradient is known to more digits.
    found = root(lambda v: loss(v)[1], near.x, tol=1e-14)
    assert np.abs(found.fun).max() < 1e-12
    return [float(found.x[0]), (found.x[1:] - found.x[1:].mean()).tolist()]


def case(name, rng, rows, shares, seen, high):
    """`shares`: how often people mean each label. `seen`: [meant × labels], what the judge says of it."""
    labels = len(shares)
    meant = rng.choice(labels, rows, p=shares)
    said = np.array([rng.choice(labels, p=seen[k]) for k in meant])
    p = np.full((rows, labels), (1 - high) / (labels - 1))
    p[np.arange(rows), said] = high
    people = np.full((rows, labels), 0.1 / (labels - 1))
    people[np.arange(rows), meant] = 0.9
    counts = np.array([rng.multinomial(n, q) for n, q in zip(rng.integers(1, 6, rows), people)])
    h = counts / counts.sum(1, keepdims=True)
    fit = platt if labels == 2 else label_bias
    return {
        "name": name,
        "labelCount": labels,
        "probabilities": p.ravel().tolist(),
        "labelCounts": counts.ravel().tolist(),
        "weights": {"labels": fit(p, h, counts.sum(1).astype(float)), "items": fit(p, h, np.ones(rows))},
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
    "cases": [
        case("0 and 1, the second label rare", rng, 150, [0.92, 0.08], [[0.75, 0.25], [0.25, 0.75]], 1.0),
        case(".9999 and .0001, the first label rare", rng, 120, [0.1, 0.9], [[0.8, 0.2], [0.4, 0.6]], 0.9999),
        case("0 and 1, an inverted judge", rng, 80, [0.3, 0.7], [[0.2, 0.8], [0.7, 0.3]], 1.0),
        case("three labels, 0 and 1, one rare", rng, 150, [0.9, 0.05, 0.05], [[0.5, 0.3, 0.2], [0.2, 0.6, 0.2], [0.1, 0.2, 0.7]], 1.0),
    ],
}
target = pathlib.Path(__file__).parents[2] / "test" / "golden" / "two-valued-calibration.json"
target.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
print(target.stat().st_size, [case["weights"] for case in golden["cases"]])
