"""Parquet files as pyarrow writes them: every type a column of ratings may have, and every compression that is read.

Run: python scripts/golden/parquet.py
"""

import datetime as dt
import decimal
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

folder = Path(__file__).parents[2] / "test" / "golden" / "parquet"
folder.mkdir(exist_ok=True)

moment = dt.datetime(2024, 2, 29, 23, 59, 58, 250000)
early = dt.datetime(1969, 12, 31, 23, 59, 59, 999999)
types = pa.table(
    {
        "item": pa.array(["é 1", "2", None], pa.string()),
        "int64": pa.array([9007199254740993, -5, None], pa.int64()),
        "uint64": pa.array([18446744073709551615, 0, None], pa.uint64()),
        "int8": pa.array([-128, 7, None], pa.int8()),
        "uint32": pa.array([4294967295, 0, None], pa.uint32()),
        "double": pa.array([0.1, float("nan"), None], pa.float64()),
        "float": pa.array([0.5, -3.0, None], pa.float32()),
        "bool": pa.array([True, False, None], pa.bool_()),
        "decimal": pa.array([decimal.Decimal("-0.30"), decimal.Decimal("12345678901234567.89"), None], pa.decimal128(20, 2)),
        "date": pa.array([dt.date(2024, 2, 29), dt.date(1969, 12, 31), None], pa.date32()),
        "utc": pa.array([moment, early, None], pa.timestamp("us", tz="UTC")),
        "local": pa.array([moment, early, None], pa.timestamp("ms")),
        "nanos": pa.array([1709251198250000001, -1, None], pa.timestamp("ns", tz="UTC")),
        "dictionary": pa.array(["Pass", "Fail", None]).dictionary_encode(),
        "turns": pa.array(
            [[{"role": "user", "text": "hi", "n": 9007199254740993}], [], None],
            pa.list_(pa.struct([("role", pa.string()), ("text", pa.string()), ("n", pa.int64())])),
        ),
        "struct": pa.array([{"a": 1, "b": "x"}, {"a": None, "b": ""}, None], pa.struct([("a", pa.int64()), ("b", pa.string())])),
        "bytes": pa.array([b"\xff\xfe", b"plain", None], pa.binary()),
    }
)
pq.write_table(types, folder / "types.parquet", compression="none")

ratings = pa.table({"item": [str(i // 3) for i in range(30)], "rater": ["ann", "bob", "cy"] * 10, "label": ["Pass", "Fail"] * 15})
for codec in ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]:
    pq.write_table(ratings, folder / f"{codec}.parquet", compression=codec, row_group_size=12, data_page_version="2.0" if codec == "zstd" else "1.0")

(folder / "about.json").write_text(json.dumps({"library": "pyarrow", "version": pa.__version__}, indent=2) + "\n")
