"""Makes the producer's tables and fills them with the seed's data.

For a producer's own account, where the job's role holds the data: it writes, which
a job under fine-grained access control must not (rule V3), so that Sluice offers it
to no consumer team. Running it again gives the same tables.

Exit status: 0 the tables are there, 70 something went wrong.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

PATIENTS_SCHEMA = """
    patient_id BIGINT, patient_name STRING, date_of_birth DATE, gender STRING, city STRING,
    state STRING, ssn STRING, created_at TIMESTAMP_NTZ, updated_at TIMESTAMP_NTZ
"""
CLAIMS_SCHEMA = """
    claim_id STRING, patient_id BIGINT, claim_date DATE, diagnosis_code STRING,
    procedure_code STRING, amount DECIMAL(10,2), status STRING, provider_id STRING,
    created_at TIMESTAMP_NTZ, updated_at TIMESTAMP_NTZ
"""

# Synthetic: no person has these names and numbers.
PATIENTS = """
1001|fgac1 John|1980-05-15|M|Los Angeles|California|123-45-6789
1002|fgac2 Maria|1992-08-22|F|San Francisco|California|234-56-7890
1003|fgac3 David|1975-12-01|M|San Diego|California|345-67-8901
1004|fgac4 Sarah|1988-03-30|F|Sacramento|California|456-78-9012
1005|fgac5 Robert|1995-07-07|M|Houston|Texas|567-89-0123
1006|fgac6 Emily|1982-11-18|F|Austin|Texas|678-90-1234
1007|fgac7 Michael|1979-09-25|M|Dallas|Texas|789-01-2345
1008|fgac8 Lisa|1990-02-14|F|San Antonio|Texas|890-12-3456
1009|fgac9 James|1987-06-03|M|New York City|New York|901-23-4567
1010|fgac10 Amanda|1993-04-11|F|Buffalo|New York|012-34-5678
1011|fgac11 Kevin|1985-08-19|M|Rochester|New York|123-45-6789
1012|fgac12 Rachel|1991-12-25|F|Albany|New York|234-56-7890
"""
CLAIMS = """
CLM001|1001|2025-03-15|J45.901|99213|150.00|Approved|DR123
CLM002|1002|2025-03-20|M54.5|97110|200.00|Pending|DR456
CLM003|1003|2025-03-25|I10|99214|175.00|Approved|DR789
CLM004|1004|2025-03-18|E11.9|82947|80.00|Approved|DR234
CLM005|1005|2025-03-22|J30.1|95004|300.00|Pending|DR567
CLM006|1006|2025-03-27|K21.9|43235|500.00|Approved|DR890
CLM007|1007|2025-03-16|M25.511|73560|125.00|Denied|DR012
CLM008|1008|2025-03-21|N39.0|81001|50.00|Approved|DR345
CLM009|1009|2025-03-26|L40.0|96910|250.00|Pending|DR678
CLM010|1010|2025-03-19|F41.1|90834|180.00|Approved|DR901
"""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Tables of the healthcare example")
    parser.add_argument("--database", default="healthcare_db")
    database = parser.parse_args(arguments).database
    spark = SparkSession.builder.appName("LoadHealthcare").getOrCreate()
    try:
        write(spark, f"{database}.patients", patients(), PATIENTS_SCHEMA, "city")
        write(spark, f"{database}.claims", claims(), CLAIMS_SCHEMA, "status")
    except Exception as error:  # Py4J and Spark share no class of their own.
        lines = str(error).strip().splitlines() or [""]
        print(f"An unexpected error occurred: {type(error).__name__}: {lines[0]}")
        return 70
    finally:
        spark.stop()
    print("Job Complete")
    return 0


def patients() -> list[tuple[Any, ...]]:
    return [
        (
            int(number),
            name,
            date.fromisoformat(born),
            gender,
            city,
            state,
            ssn,
            *written_at(10, index),
        )
        for index, (number, name, born, gender, city, state, ssn) in enumerate(lines_of(PATIENTS))
    ]


def claims() -> list[tuple[Any, ...]]:
    return [
        (claim, int(number), date.fromisoformat(day), code, *rest, *written_at(11, index))
        for index, (claim, number, day, code, rest) in enumerate(
            (claim, number, day, code, (procedure, Decimal(amount), status, provider))
            for claim, number, day, code, procedure, amount, status, provider in lines_of(CLAIMS)
        )
    ]


def lines_of(text: str) -> list[list[str]]:
    return [line.split("|") for line in text.strip().splitlines()]


def written_at(hour: int, index: int) -> tuple[datetime, datetime]:
    """Created and updated: five minutes apart, row by row."""
    moment = datetime(2025, 3, 28, hour) + timedelta(minutes=5 * index)
    return moment, moment


def write(
    spark: SparkSession, table: str, rows: list[tuple[Any, ...]], schema: str, partition: str
) -> None:
    frame = spark.createDataFrame(rows, schema)
    (
        frame.sortWithinPartitions(partition)
        .writeTo(table)
        .using("iceberg")
        .partitionedBy(F.col(partition))
        .createOrReplace()
    )
    print(f"{table}: {len(rows)} rows")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
