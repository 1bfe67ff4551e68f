"""Writes test/golden/weighted-agreement.json: weighted kappa by scikit-learn, and AC2 written out pair by pair.

Run with a Python that has numpy and scikit-learn:  python scripts/golden/weighted-agreement.py

The two raters have different margins, and each case leaves a label unused. scikit-learn knows linear and quadratic weights of ranks; weights of
values and Gwet's ordinal weights are put in by hand, into the same table that scikit-learn counts.
"""

import itertools
import json
import pathlib
import platform
from math import comb

import numpy as np
import sklearn
from sklearn.metrics import cohen_kappa_score, confusion_matrix

SEED = 19680410


def weight(scheme, k, l, values):
    if scheme == "nominal":
        return float(k == l)
    if scheme == "ordinal":
        return 1 - comb(abs(k - l) + 1, 2) / comb(len(values), 2)
    apart = abs(values[k] - values[l]) / (max(values) - min(values))
    return 1 - (apart if scheme == "linear" else apart**2)


def kappa(first, second, scheme, values):
    labels = range(len(values))
    table = confusion_matrix(first, second, labels=list(labels)) / len(first)
    chance = np.outer(table.sum(1), table.sum(0))
    apart = np.array([[1 - weight(scheme, k, l, values) for l in labels] for k in labels])
    return 1 - (apart * table).sum() / (apart * chance).sum()


def ac2(items, scheme, values):
    """Every ordered pair of two ratings of an item, one by one; the expected agreement over every two labels."""
    count = len(values)
    seen = [
        np.mean([weight(scheme, a, b, values) for a, b in itertools.permutations(labels, 2)]) for labels in items if len(labels) > 1
    ]
    shares = np.mean([[labels.count(k) / len(labels) for k in range(count)] for labels in items if labels], axis=0)
    whole = sum(weight(scheme, k, l, values) for k in range(count) for l in range(count))
    chance = whole / (count * (count - 1)) * sum(p * (1 - p) for p in shares)
    return (np.mean(seen) - chance) / (1 - chance)


def case(rng, rows, margins, other, values):
    truth = rng.choice(len(margins), rows, p=margins)
    noise = rng.choice(len(other), rows, p=other)
    first = np.where(rng.random(rows) < 0.8, truth, rng.choice(len(margins), rows, p=margins))
    second = np.where(rng.random(rows) < 0.6, truth, noise)
    third = np.where(rng.random(rows) < 0.5, truth, -1)
    ratings = [[int(label) for label in labels if label >= 0] for labels in zip(first, second, third)]
    # Some items keep one rating: in AC2 they serve the shares alone.
    ratings = [labels[:1] if index % 9 == 0 else labels for index, labels in enumerate(ratings)]
    ranks = list(range(len(values)))
    check = {scheme: cohen_kappa_score(first, second, weights=scheme, labels=ranks) for scheme in ("linear", "quadratic")}
    schemes = [(scheme, ranks, None) for scheme in ("nominal", "linear", "quadratic", "ordinal")]
    schemes += [(scheme, values, values) for scheme in ("linear", "quadratic")]
    wanted = [
        {
            "weights": scheme,
            "values": given,
            "kappa": check[scheme] if given is None and scheme in check else kappa(first, second, scheme, numbers),
            "ac2": ac2(ratings, scheme, numbers),
        }
        for scheme, numbers, given in schemes
    ]
    assert abs(wanted[0]["kappa"] - cohen_kappa_score(first, second, labels=ranks)) < 1e-12
    assert all(abs(kappa(first, second, scheme, ranks) - value) < 1e-12 for scheme, value in check.items())
    return {
        "labelCount": len(values),
        "first": [int(label) for label in first],
        "second": [int(label) for label in second],
        "ratings": ratings,
        "wanted": wanted,
    }


rng = np.random.default_rng(SEED)
golden = {
    "library": {"numpy": np.__version__, "scikit-learn": sklearn.__version__, "python": platform.python_version()},
    "seed": SEED,
    "cases": [
        {"name": "five ranks, the last unused", **case(rng, 160, [0.5, 0.25, 0.15, 0.1, 0], [0.1, 0.2, 0.3, 0.4, 0], [1, 2, 4, 7, 20])},
        {"name": "four ranks, one in the middle unused", **case(rng, 90, [0.2, 0, 0.5, 0.3], [0.6, 0, 0.2, 0.2], [-3, 0, 0.5, 10])},
        {"name": "three values out of order", **case(rng, 120, [0.7, 0.2, 0.1], [0.3, 0.4, 0.3], [5, 1, 2.5])},
    ],
}
path = pathlib.Path(__file__).parents[2] / "test/golden/weighted-agreement.json"
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
