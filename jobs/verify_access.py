"""Reads tables as a team, and says what it saw, by counts only.

Sluice starts this job with what the team is to read (see docs/jobs.md) and judges
the counts itself; what this job prints of its own judgement is for people. No
value of the data leaves it: a row filter's own values are counted by name, all
others together.

    --expectations  part of the expectations: JSON, deflated by zlib, as base64;
                    may be given many times, in order
    --attestation   s3://bucket/key to which the observations are written

Exit status: 0 all is as expected, 64 the arguments are wrong, 65 something
differs, 70 something could not be told.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
import zlib
from datetime import datetime, timezone
from typing import Any, NoReturn

from pyspark.errors import AnalysisException
from pyspark.sql import Column, DataFrame, Row, SparkSession
from pyspark.sql import functions as F

MARK = "SLUICE-ATTESTATION "
AGREES, WRONG_ARGUMENTS, DIFFERS, NOT_TOLD = 0, 64, 65, 70
LONGEST_ERROR = 300

DENIED = (
    "AccessDeniedException",
    "AccessDenied",
    "is not authorized to perform",
    "Insufficient Lake Formation permission",
)
ABSENT = ("TABLE_OR_VIEW_NOT_FOUND", "NoSuchTableException", "EntityNotFoundException")

Table = dict[str, Any]


def main(arguments: list[str]) -> int:
    expected, text, target = read_arguments(arguments)
    started_at = now()
    spark = SparkSession.builder.appName("SluiceVerifyAccess").getOrCreate()
    try:
        print(f"Reading {len(expected['tables'])} tables as {expected['team']}", flush=True)
        seen = [observe(spark, table) for table in expected["tables"]]
        observations = {
            "version": 1,
            "runId": expected["runId"],
            "team": expected["team"],
            "engine": f"Spark {spark.version}",
            "startedAt": started_at,
            "finishedAt": now(),
            "expectationsSha256": hashlib.sha256(text).hexdigest(),
            "tables": seen,
        }
    finally:
        spark.stop()
    verdicts = [verdict_of(*pair) for pair in zip(expected["tables"], seen)]
    for table, verdict in zip(expected["tables"], verdicts):
        print(f"{verdict[0]:8}  {table['name']}: {verdict[1]}")
    document = json.dumps(observations, separators=(",", ":"))
    put(target, document)
    # The last line: whoever cannot read the object finds the same here.
    print(MARK + document, flush=True)
    outcomes = {outcome for outcome, _ in verdicts}
    if "differs" in outcomes:
        return DIFFERS
    return NOT_TOLD if "unproved" in outcomes else AGREES


class Arguments(argparse.ArgumentParser):
    """Says what is wrong by the status that this job has for it."""

    def error(self, message: str) -> NoReturn:
        give_up(message)


def read_arguments(arguments: list[str]) -> tuple[dict[str, Any], bytes, str]:
    """The expectations, their text as it was given, and where to write to."""
    parser = Arguments(description="Reads tables as a team, and says what it saw")
    parser.add_argument("--expectations", action="append", required=True)
    parser.add_argument("--attestation", required=True)
    given = parser.parse_args(arguments)
    try:
        text = zlib.decompress(base64.b64decode("".join(given.expectations), validate=True))
        expected = json.loads(text)
    except (ValueError, zlib.error) as error:
        give_up(f"--expectations cannot be read: {error}")
    if not isinstance(expected, dict) or expected.get("version") != 1:
        give_up("--expectations is not of version 1, which is all that this job knows")
    for table in expected.get("tables", [None]):
        if not isinstance(table, dict) or not {"name", "access", "columns"} <= table.keys():
            give_up("--expectations has a table without name, access or columns")
    if not given.attestation.startswith("s3://"):
        give_up("--attestation is no s3:// address")
    return expected, text, given.attestation


def give_up(problem: str) -> NoReturn:
    print(f"The arguments are wrong: {problem}. Start this job from Sluice.", file=sys.stderr)
    raise SystemExit(WRONG_ARGUMENTS)


def observe(spark: SparkSession, table: Table) -> Table:
    """What can be read of a table. Nothing of it is shown before it was counted."""
    name = table["name"]
    try:
        frame = spark.table(name)
        seen = count(frame, table)
        return {"name": name, "outcome": "read", "columns": frame.columns, **seen}
    except Exception as error:  # Py4J and Spark share no class of their own.
        return {"name": name, "outcome": outcome_of(str(error)), "error": in_short(error)}


def count(frame: DataFrame, table: Table) -> dict[str, Any]:
    """One pass: how many rows, how many outside of the row filter, and in each group."""
    row_filter: str | None = table.get("rowFilter")
    if row_filter is not None and not can_be_asked(frame, row_filter):
        row_filter = None
    groups: dict[str, Any] | None = table.get("groups")
    if groups is not None and groups["column"].lower() not in map(str.lower, frame.columns):
        groups = None
    totals: list[Column] = [F.count(F.lit(1)).alias("rows")]
    if row_filter is not None:
        inside = F.coalesce(F.expr(row_filter), F.lit(False))
        totals.append(F.count_if(~inside).alias("outside"))
    if groups is not None:
        column = frame[quoted(groups["column"])].cast("string")
        totals += [
            F.count_if(column == F.lit(value)).alias(f"group{index}")
            for index, value in enumerate(groups["values"])
        ]
    found = frame.agg(*totals).first()
    assert found is not None
    seen: dict[str, Any] = {"rows": found["rows"]}
    if row_filter is not None:
        seen["rowsOutside"] = found["outside"]
    if groups is not None:
        seen["groups"] = groups_of(groups["values"], found)
    return seen


def can_be_asked(frame: DataFrame, row_filter: str) -> bool:
    """A row filter may go by a column that is hidden from the team."""
    try:
        frame.select(F.expr(row_filter))
        return True
    except AnalysisException:
        print(f"The row filter goes by what is not to be seen: {row_filter}")
        return False


def groups_of(values: list[str], found: Row) -> list[dict[str, Any]]:
    named = [{"value": value, "rows": found[f"group{i}"]} for i, value in enumerate(values)]
    others = found["rows"] - sum(group["rows"] for group in named)
    return [*named, {"rows": others}]


def quoted(column: str) -> str:
    return "`" + column.replace("`", "``") + "`"


def outcome_of(text: str) -> str:
    if any(each in text for each in DENIED):
        return "denied"
    return "absent" if any(each in text for each in ABSENT) else "error"


def in_short(error: Exception) -> str:
    """What was thrown. Spark quotes values in some messages, so only AWS's are told in full."""
    lines = [line.lstrip(": ") for line in str(error).strip().splitlines()] or [""]
    if lines[0].startswith("An error occurred while calling") and len(lines) > 1:
        # Py4J's own words, and then Java's.
        lines = lines[1:]
    name, _, message = lines[0].partition(": ")
    if name.startswith("software.amazon.awssdk.") or type(error).__module__.startswith("boto"):
        return lines[0][:LONGEST_ERROR]
    condition = re.search(r"\[[A-Z][A-Z_.]+\]", lines[0])
    java = name if re.fullmatch(r"[\w.$]+", name) and message else ""
    told = [type(error).__name__, java, condition.group() if condition else ""]
    return " ".join(filter(None, told))[:LONGEST_ERROR]


def verdict_of(table: Table, seen: Table) -> tuple[str, str]:
    """In the same words as Sluice: `agrees`, `differs` or `unproved`."""
    outcome = seen["outcome"]
    if outcome == "error":
        return "unproved", seen["error"]
    if table["access"] == "denied":
        if outcome == "read":
            return "differs", f"{seen['rows']} rows can be read, and it is to be denied"
        return "agrees", f"{outcome}, as it is to be"
    if outcome != "read":
        return "differs", f"{outcome}, and it is to be readable"
    wanted = [column.lower() for column in table["columns"]]
    found = [column.lower() for column in seen["columns"]]
    if sorted(wanted) != sorted(found):
        missing = [column for column in wanted if column not in found]
        more = [column for column in found if column not in wanted]
        return "differs", f"columns missing: {missing or 'none'}, too many: {more or 'none'}"
    if seen.get("rowsOutside", 0) > 0:
        return (
            "differs",
            f"{seen['rowsOutside']} of {seen['rows']} rows are outside of the row filter",
        )
    if "rowFilter" in table and "rowsOutside" not in seen:
        return "unproved", "the row filter could not be asked of it"
    if "rows" in table and table["rows"] != seen["rows"]:
        return "differs", f"{seen['rows']} rows, and {table['rows']} are expected"
    return "agrees", f"{len(found)} columns, {seen['rows']} rows"


def put(target: str, document: str) -> None:
    bucket, _, key = target.removeprefix("s3://").partition("/")
    try:
        import boto3

        boto3.client("s3").put_object(
            Bucket=bucket, Key=key, Body=document.encode(), ContentType="application/json"
        )
        print(f"Written to {target}")
    except Exception as error:
        # The line in the log is left.
        print(f"Not written to {target}: {in_short(error)}", file=sys.stderr)


def now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
