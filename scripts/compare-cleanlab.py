"""cleanlab's side of bench/crowdlab-vs-cleanlab.ts: reads the folder it is given, writes quality.bin, prints CPU seconds as JSON.

value_counts is replaced by a bincount of whole labels, as in scripts/golden/crowdlab.py; the timed call does not use it.
"""

import json
import pathlib
import sys
import time

import cleanlab
import numpy as np
from cleanlab import multiannotator
from cleanlab.internal import multiannotator_utils


def counted(values, *, num_classes=None, multi_label=False):
    return np.bincount(np.asarray(values).astype(int), minlength=num_classes or 0)


multiannotator_utils.value_counts = counted
multiannotator.value_counts = counted

folder = pathlib.Path(sys.argv[1])
shape = json.loads((folder / "shape.json").read_text())
start = np.fromfile(folder / "itemStart.bin", dtype=np.int32)
rater = np.fromfile(folder / "rater.bin", dtype=np.int32)
label = np.fromfile(folder / "label.bin", dtype=np.int32)
probabilities = np.fromfile(folder / "probabilities.bin", dtype=np.float64).reshape(shape["itemCount"], shape["labelCount"])
wide = np.full((shape["itemCount"], shape["raterCount"]), np.nan)
wide[np.repeat(np.arange(shape["itemCount"]), np.diff(start)), rater] = label

seconds = float("inf")
for _ in range(int(sys.argv[2])):
    before = time.process_time()
    result = multiannotator.get_label_quality_multiannotator(wide, probabilities, verbose=False)
    seconds = min(seconds, time.process_time() - before)
result["label_quality"]["consensus_quality_score"].to_numpy(dtype=np.float64).tofile(folder / "quality.bin")
print(json.dumps({"version": cleanlab.__version__, "seconds": seconds}))
