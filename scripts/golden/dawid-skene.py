"""Writes test/golden/dawid-skene.json: Dawid and Skene's model by other programs, on data drawn here.

Maximum likelihood by crowd-kit, with and without known labels, until its own bound rises no more (500 iterations at most); its
input is sorted. Fixed pseudo-counts, the pooled model and a judge that answers in cells by dense matrices in numpy: every
probability of every rater and answer is held, where the code keeps the answers given alone, and the likelihood is a sum of
products of probabilities, which few ratings an item allow.

Run with a Python that has numpy, pandas and crowd-kit:  python scripts/golden/dawid-skene.py
"""

import json
import pathlib
import platform
from importlib.metadata import version

import numpy as np
import pandas as pd
from crowdkit.aggregation import DawidSkene

SEED = 19790128
ITERATIONS = 500


def draw(rng, items, raters, labels, chance, right):
    """Ratings by raters with confusion matrices of their own; every item has one rating at least."""
    prevalence = rng.dirichlet(np.full(labels, 4.0))
    confusion = np.array([[rng.dirichlet(1 + right * (np.arange(labels) == k)) for k in range(labels)] for _ in range(raters)])
    truth = rng.choice(labels, items, p=prevalence)
    rows = []
    for i in range(items):
        who = np.flatnonzero(rng.random(raters) < chance)
        if len(who) == 0:
            who = rng.integers(raters, size=1)
        rows += [(i, int(j), int(rng.choice(labels, p=confusion[j, truth[i]]))) for j in who]
    return rows, truth


def table(rows, items, raters, labels):
    item, rater, label = (list(column) for column in zip(*rows))
    return {"itemCount": items, "raterCount": raters, "labelCount": labels, "item": item, "rater": rater, "label": label}


def crowd_kit(rng, items, raters, labels, chance, right, gold_items):
    rows, truth = draw(rng, items, raters, labels, chance, right)
    data = pd.DataFrame(sorted(rows), columns=["task", "worker", "label"])
    gold = np.full(items, -1)
    gold[:gold_items] = truth[:gold_items]
    known = pd.Series({i: int(gold[i]) for i in range(gold_items)}) if gold_items else None
    fit = DawidSkene(n_iter=ITERATIONS, tol=-np.inf).fit(data, known)
    posterior = fit.probas_.reindex(index=range(items), columns=range(labels)).to_numpy()
    return {**table(rows, items, raters, labels), "gold": gold.tolist(), "posterior": posterior.ravel().tolist()}


def dense(answers, share_of, items, raters, labels, iterations, prior_of, a_pi):
    """answers: (item, rater, cell); share_of[rater]: [cells x labels], how a label's pseudo-counts fall on the rater's cells."""
    posterior = np.zeros((items, labels))
    for i, j, c in answers:
        if j < raters:
            posterior[i, c] += 1
    said = posterior.sum(axis=1) > 0
    posterior[said] /= posterior[said].sum(axis=1, keepdims=True)
    for _ in range(iterations):
        counts = [np.zeros((labels, len(shares))) for shares in share_of]
        for i, j, c in answers:
            counts[j][:, c] += posterior[i]
        prior = prior_of(sum(counts[:raters]))
        theta = [count + prior @ shares.T for count, shares in zip(counts, share_of)]
        theta = [rows / rows.sum(axis=1, keepdims=True) for rows in theta]
        prevalence = posterior.sum(axis=0) + a_pi
        prevalence /= prevalence.sum()
        joint = np.tile(prevalence, (items, 1))
        for i, j, c in answers:
            joint[i] *= theta[j][:, c]
        posterior = joint / joint.sum(axis=1, keepdims=True)
    return posterior, float(np.log(joint.sum(axis=1)).sum()), theta


def pooled(strength):
    def prior(counts):
        pool = counts + np.eye(len(counts)) + 0.1
        return strength * pool / pool.sum(axis=1, keepdims=True)

    return prior


def fixed(right, wrong, labels):
    return lambda _: np.full((labels, labels), wrong) + (right - wrong) * np.eye(labels)


def case(rng, kind, options, prior, a_pi, items, raters, labels, judged):
    rows, truth = draw(rng, items, raters, labels, 0.4, 4)
    share_of = [np.eye(labels) for _ in range(raters)]
    answers = list(rows)
    judge = None
    if judged:
        # Two cells a label: the judge is right more often where it is sure. It is silent on a tenth.
        sure = rng.random(items) < 0.5
        right = rng.random(items) < np.where(sure, 0.95, 0.6)
        label = np.where(right, truth, (truth + rng.integers(1, labels, items)) % labels)
        label[rng.random(items) < 0.1] = -1
        cell = np.where(label < 0, -1, 2 * label + sure)
        counts = np.bincount(cell[cell >= 0], minlength=2 * labels)
        assert counts.min() > 0
        shares = np.zeros((2 * labels, labels))
        for c in range(2 * labels):
            shares[c, c // 2] = counts[c] / counts[c // 2 * 2 : c // 2 * 2 + 2].sum()
        share_of.append(shares)
        answers += [(i, raters, int(c)) for i, c in enumerate(cell) if c >= 0]
        judge = {"cell": cell.tolist(), "cellLabel": [c // 2 for c in range(2 * labels)], "verdicts": counts.tolist()}
    iterations = 40
    posterior, log_likelihood, theta = dense(answers, share_of, items, raters, labels, iterations, prior, a_pi)
    return {
        **table(rows, items, raters, labels),
        "kind": kind,
        "options": options,
        "judge": judge,
        "iterations": iterations,
        "posterior": posterior.ravel().tolist(),
        "logLikelihood": log_likelihood,
        "emissionOfLast": theta[-1].ravel().tolist(),
    }


rng = np.random.default_rng(SEED)
golden = {
    "made": "scripts/golden/dawid-skene.py",
    "python": platform.python_version(),
    "versions": {name: version(name) for name in ("crowd-kit", "numpy", "pandas")},
    "seed": SEED,
    "crowdKit": [
        crowd_kit(rng, 80, 6, 2, 0.6, 4, 0),
        crowd_kit(rng, 150, 9, 3, 0.5, 6, 0),
        crowd_kit(rng, 120, 7, 4, 0.6, 8, 30),
        crowd_kit(rng, 100, 12, 2, 0.3, 3, 20),
    ],
    "dense": [
        case(rng, "map", {"pseudoCounts": {"right": 1, "wrong": 1}}, fixed(1, 1, 3), 0, 60, 7, 3, False),
        case(rng, "map", {"pseudoCounts": {"right": 2, "wrong": 0.5}}, fixed(2, 0.5, 4), 0, 60, 8, 4, True),
        case(rng, "hierarchical", {"strength": 2}, pooled(2), 1, 60, 7, 3, False),
        case(rng, "hierarchical", {"strength": 10}, pooled(10), 1, 80, 6, 2, True),
        case(rng, "hierarchical", {"strength": 0.5}, pooled(0.5), 1, 80, 9, 4, True),
    ],
}
path = pathlib.Path(__file__).parents[2] / "test" / "golden" / "dawid-skene.json"
path.write_text(json.dumps(golden) + "\n")
