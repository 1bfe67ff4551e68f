"""Writes test/golden/crowdlab.json: CROWDLAB by cleanlab, the fixture of the documentation and random data.

Run with the Python that has cleanlab 2.9.0:  python scripts/golden/crowdlab.py

cleanlab since 2.6.5 counts float labels as unordered strings (value_counts), so that [1, 1, 1] of three labels becomes
[3, 0, 0]; everything that fits a temperature is fitted to wrong shares. The counts are replaced here by a bincount.
"""

import json
import pathlib
import platform
import warnings

import cleanlab
import numpy as np
import pandas as pd
from cleanlab import multiannotator
from cleanlab.internal import multiannotator_utils

SEED = 20221013


def counted(values, *, num_classes=None, multi_label=False):
    return np.bincount(np.asarray(values).astype(int), minlength=num_classes or 0)


multiannotator_utils.value_counts = counted
multiannotator.value_counts = counted

weights_seen = {}
original = multiannotator._get_post_pred_probs_and_weights


def remembered(*args, **kwargs):
    result = original(*args, **kwargs)
    weights_seen["judge"], weights_seen["raters"] = result[1], result[2]
    return result


multiannotator._get_post_pred_probs_and_weights = remembered


def case(name, labels, probabilities, calibrated):
    frame = pd.DataFrame(labels, columns=[str(j) for j in range(labels.shape[1])])
    with warnings.catch_warnings():
        # The last tie-break is unseeded: a case that reaches it has no golden value.
        warnings.simplefilter("error")
        result = multiannotator.get_label_quality_multiannotator(
            frame, probabilities.copy(), calibrate_probs=calibrated, verbose=False
        )
    raters = result["annotator_stats"].loc[frame.columns]
    quality = result["label_quality"]
    temperature = multiannotator_utils.find_best_temp_scaler(labels, probabilities) if calibrated else None
    return {
        "name": name,
        "labels": [[None if np.isnan(x) else int(x) for x in row] for row in labels],
        "probabilities": probabilities.tolist(),
        "temperature": temperature,
        "consensus": quality["consensus_label"].tolist(),
        "quality": quality["consensus_quality_score"].tolist(),
        "agreement": quality["annotator_agreement"].tolist(),
        "labelQuality": [[None if np.isnan(x) else x for x in row] for row in result["detailed_label_quality"].to_numpy()],
        "judgeWeight": float(weights_seen["judge"]),
        "raterWeights": weights_seen["raters"].tolist(),
        "raterQuality": [None if np.isnan(x) else x for x in raters["annotator_quality"]],
        "raterAgreement": raters["agreement_with_consensus"].tolist(),
        "worstLabel": raters["worst_class"].astype(int).tolist(),
    }


def fixture():
    n = np.nan
    labels = np.array(
        [[0, 0, 1, n], [1, 1, 1, n], [2, n, 2, 0], [0, 1, n, n], [n, n, 2, 2], [1, n, n, n], [2, 2, 1, n], [0, 0, 0, 0]]
    )
    probabilities = np.array(
        [
            [0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.2, 0.2, 0.6], [0.4, 0.5, 0.1],
            [0.1, 0.3, 0.6], [0.3, 0.4, 0.3], [0.2, 0.5, 0.3], [0.9, 0.05, 0.05],
        ]
    )
    return labels, probabilities


def drawn(generator, items, raters, count, rate, coarse):
    truth = generator.integers(0, count, items)
    skill = generator.uniform(0.35, 0.95, raters)
    labels = np.full((items, raters), np.nan)
    for i in range(items):
        asked = np.flatnonzero(generator.random(raters) < rate)
        # The last rater meets nobody: it labels items alone, so that its agreement is imputed.
        asked = np.array([raters - 1]) if i % 17 == 3 else asked[asked < raters - 1]
        if len(asked) == 0:
            asked = np.array([i % (raters - 1)])
        for j in asked:
            right = generator.random() < skill[j]
            labels[i, j] = truth[i] if right else generator.integers(0, count)
    # Small whole numbers give exact ties in the judge's probabilities, which the chain of tie-breaks must then pass on.
    raw = generator.integers(1, 4, (items, count)).astype(float) if coarse else generator.gamma(0.5, 1, (items, count)) + 1e-3
    raw[np.arange(items), truth] += 2 * (generator.random(items) < 0.6)
    return labels, raw / raw.sum(axis=1, keepdims=True)


def main():
    generator = np.random.default_rng(SEED)
    cases = [case("fixture", *fixture(), False), case("fixture, calibrated", *fixture(), True)]
    for name, size in {
        "few raters": (60, 7, 3, 0.4),
        "many labels": (70, 12, 6, 0.3),
        "two labels": (50, 9, 2, 0.35),
        "thin": (90, 20, 4, 0.1),
    }.items():
        for coarse in (False, True):
            for attempt in range(100):
                labels, probabilities = drawn(generator, *size, coarse)
                try:
                    done = case(f"{name}{', tied probabilities' if coarse else ''}", labels, probabilities, False)
                    break
                except UserWarning:
                    continue
            else:
                raise SystemExit(f"no draw of {name} without a random tie-break")
            cases.append(done)
            cases.append(case(done["name"] + ", calibrated", labels, probabilities, True))
    document = {
        "library": {"cleanlab": cleanlab.__version__, "numpy": np.__version__, "pandas": pd.__version__, "python": platform.python_version()},
        "patch": "value_counts replaced by a bincount of whole labels",
        "seed": SEED,
        "cases": cases,
    }
    target = pathlib.Path(__file__).resolve().parents[2] / "test" / "golden" / "crowdlab.json"
    target.write_text(json.dumps(document, separators=(",", ":")) + "\n")
    print(f"{len(cases)} cases written to {target.name}")


main()
