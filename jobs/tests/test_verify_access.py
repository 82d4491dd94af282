"""verify_access: what it sees, what it says, and what it must never say."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession

import verify_access
from conftest import Publish
from fake_glue import FakeGlue

NAME = "consumer_healthcare_db.people"
COLUMNS = ["id", "name", "state"]
ROW_FILTER = "`state` IN ('Texas', 'New York')"
GROUPS = {"column": "state", "values": ["Texas", "New York"]}

# Would be seen at once, were it anywhere.
SECRET = "MARKER-7f3a"


def people(spark: SparkSession, *states: str | None) -> DataFrame:
    rows = [(index, f"{SECRET}-{index}", state) for index, state in enumerate(states)]
    return spark.createDataFrame(rows, "id INT, name STRING, state STRING")


def expected(**members: Any) -> dict[str, Any]:
    table = {"name": NAME, "access": "readable", "columns": COLUMNS}
    return {
        "version": 1,
        "runId": "run-1",
        "team": "group:default/a",
        "tables": [{**table, **members}],
    }


def arguments(document: Any, size: int = 8000) -> list[str]:
    packed = base64.b64encode(zlib.compress(json.dumps(document).encode())).decode()
    parts = [packed[at : at + size] for at in range(0, len(packed), size)]
    given = [argument for part in parts for argument in ("--expectations", part)]
    return [*given, "--attestation", "s3://bucket/attestations/run-1.json"]


Verify = Any


@pytest.fixture
def verify(
    spark: SparkSession, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Verify:
    """Runs the script; its status, what it saw of the one table, and all its output."""
    # Nothing listens there: the line in the log is what is left.
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-2")

    def run(document: dict[str, Any], size: int = 8000) -> tuple[int, dict[str, Any], str]:
        status = verify_access.main(arguments(document, size))
        captured = capfd.readouterr()
        last = captured.out.strip().splitlines()[-1]
        assert last.startswith(verify_access.MARK)
        seen = json.loads(last[len(verify_access.MARK) :])
        assert (
            seen["expectationsSha256"] == hashlib.sha256(json.dumps(document).encode()).hexdigest()
        )
        assert SECRET not in captured.out + captured.err
        (table,) = seen["tables"]
        return status, table, captured.out + captured.err

    return run


def test_agrees(spark: SparkSession, publish: Publish, verify: Verify) -> None:
    publish("people", people(spark, "Texas", "New York", "Texas"))
    status, seen, _ = verify(expected(rowFilter=ROW_FILTER, groups=GROUPS, rows=3))
    assert status == 0
    assert seen == {
        "name": NAME,
        "outcome": "read",
        "columns": COLUMNS,
        "rows": 3,
        "rowsOutside": 0,
        "groups": [{"value": "Texas", "rows": 2}, {"value": "New York", "rows": 1}, {"rows": 0}],
    }


def test_counts_what_a_wider_filter_lets_through(
    spark: SparkSession, publish: Publish, verify: Verify
) -> None:
    publish("people", people(spark, "Texas", "Ohio", None, "Ohio"))
    status, seen, output = verify(expected(rowFilter=ROW_FILTER, groups=GROUPS))
    assert status == 65
    # A row of no state is outside as well: the filter is not true of it.
    assert (seen["rows"], seen["rowsOutside"]) == (4, 3)
    assert seen["groups"][-1] == {"rows": 3}
    assert "Ohio" not in output


@pytest.mark.parametrize(
    ("columns", "status", "says"),
    [
        (["id", "state"], 65, "too many: ['name']"),
        ([*COLUMNS, "city"], 65, "missing: ['city']"),
        (["STATE", "Name", "id"], 0, "3 columns, 1 rows"),
    ],
)
def test_compares_columns(
    spark: SparkSession,
    publish: Publish,
    verify: Verify,
    columns: list[str],
    status: int,
    says: str,
) -> None:
    publish("people", people(spark, "Texas"))
    outcome, _, output = verify(expected(columns=columns))
    assert outcome == status
    assert says in output


def test_compares_the_number_of_rows(spark: SparkSession, publish: Publish, verify: Verify) -> None:
    publish("people", people(spark, "Texas"))
    status, _, output = verify(expected(rows=2))
    assert status == 65
    assert "1 rows, and 2 are expected" in output


def test_tells_denied_from_absent_and_both_from_readable(
    spark: SparkSession, glue: FakeGlue, publish: Publish, verify: Verify
) -> None:
    denied = expected(access="denied", columns=[])
    glue.tables["people"] = None
    status, seen, _ = verify(denied)
    assert (status, seen["outcome"]) == (0, "denied")
    assert "Insufficient Lake Formation permission(s) on people" in seen["error"]
    assert verify(expected())[0] == 65
    del glue.tables["people"]
    assert verify(denied)[1]["outcome"] == "absent"
    assert verify(denied)[0] == 0
    publish("people", people(spark, "Texas"))
    status, seen, output = verify(denied)
    assert (status, seen["outcome"], seen["rows"]) == (65, "read", 1)
    assert "1 rows can be read, and it is to be denied" in output


def test_does_not_take_a_failure_for_a_denial(glue: FakeGlue, verify: Verify) -> None:
    glue.tables["people"] = "/nowhere/metadata/v1.metadata.json"
    status, seen, _ = verify(expected(access="denied", columns=[]))
    assert (status, seen["outcome"]) == (70, "error")
    assert seen["error"].startswith("Py4JJavaError org.apache.iceberg.exceptions.")


def test_counts_rows_where_the_filter_goes_by_a_hidden_column(
    spark: SparkSession, publish: Publish, verify: Verify
) -> None:
    publish("people", people(spark, "Texas").drop("state"))
    status, seen, _ = verify(expected(columns=["id", "name"], rowFilter=ROW_FILTER, groups=GROUPS))
    assert status == 70
    assert seen["rows"] == 1
    assert "rowsOutside" not in seen


def test_reads_expectations_in_many_parts(
    spark: SparkSession, publish: Publish, verify: Verify
) -> None:
    publish("people", people(spark, "Texas"))
    assert verify(expected(), size=10)[0] == 0


def test_says_why_the_object_was_not_written(
    spark: SparkSession, publish: Publish, verify: Verify
) -> None:
    publish("people", people(spark, "Texas"))
    assert "Not written to s3://bucket/attestations/run-1.json" in verify(expected())[2]


@pytest.mark.parametrize(
    "given",
    [
        [],
        ["--expectations", "%%%", "--attestation", "s3://b/k"],
        ["--expectations", base64.b64encode(b"not deflated").decode(), "--attestation", "s3://b/k"],
        [*arguments(expected())[:2], "--attestation", "/etc/passwd"],
        arguments({**expected(), "version": 2}),
        arguments([]),
        arguments({"version": 1, "runId": "r", "team": "t"}),
        arguments({"version": 1, "runId": "r", "team": "t", "tables": [{"name": "x"}]}),
    ],
)
def test_refuses_wrong_arguments(given: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        verify_access.main(given)
    assert stopped.value.code == 64
    assert "The arguments are wrong" in capfd.readouterr().err
