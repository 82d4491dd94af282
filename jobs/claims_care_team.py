"""What Claims Care reads: all claims; and that patients stay closed to it.

The seed of this job swallows the denial and ends COMPLETED. This one says it, and
ends with a status that tells: 77 when Lake Formation denied a table, 70 for
anything else that went wrong, 0 when all was read.
"""

from __future__ import annotations

import argparse
import sys

from pyspark.sql import DataFrame, SparkSession

DENIED_STATUS, FAILED_STATUS = 77, 70


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Claims, and an attempt at patients")
    parser.add_argument("--database", default="consumer_healthcare_db")
    database = parser.parse_args(arguments).database
    spark = SparkSession.builder.appName("ClaimsCareTeam").getOrCreate()
    try:
        statuses = [read(spark, database, table) for table in ("rl_claims", "rl_patients")]
    finally:
        spark.stop()
    print("Job Complete")
    return max(statuses)


def read(spark: SparkSession, database: str, table: str) -> int:
    """Shows a table; the exit status that its reading comes to."""
    try:
        print_rows(table, spark.sql(f"SELECT * FROM {database}.{table}"))
        return 0
    except Exception as error:  # Py4J and Spark share no class of their own.
        if "AccessDenied" in str(error):
            advice = "Please check your Lake Formation permission(s)"
            print(f"Access Denied Error! {advice} on {table} table.")
            return DENIED_STATUS
        print(f"An unexpected error occurred: {first_line(error)}")
        return FAILED_STATUS


def print_rows(title: str, frame: DataFrame) -> None:
    count = frame.count()
    print(f"\n=== {title}: {count} rows, {len(frame.columns)} columns", flush=True)
    frame.show(max(count, 1), truncate=False)


def first_line(error: Exception) -> str:
    """Of a Java exception, Java's: Py4J's own says only which call it was."""
    lines = str(error).strip().splitlines() or [""]
    is_java = lines[0].startswith("An error occurred while calling") and len(lines) > 1
    return f"{type(error).__name__}: {lines[1 if is_java else 0].lstrip(': ')}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
