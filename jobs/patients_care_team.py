"""What Patients Care reads: its patients, and the claims of these.

Lake Formation opens patients of Texas and New York to the team, without their
social security numbers. Names have two parts, so that the job runs whatever
Spark's Iceberg catalog is called.

Exit status: 0 all was read, 77 Lake Formation denied it, 70 anything else.
"""

from __future__ import annotations

import argparse
import sys

from pyspark.sql import DataFrame, SparkSession

DENIED_STATUS, FAILED_STATUS = 77, 70

CLAIMS_OF_PATIENTS = """
    SELECT p.state, c.claim_id, c.claim_date, p.patient_name, c.diagnosis_code,
           c.procedure_code, c.amount, c.status, c.provider_id
    FROM {database}.rl_claims AS c
    JOIN {database}.rl_patients AS p ON p.patient_id = c.patient_id
    ORDER BY p.state, c.claim_date
"""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Patients, and their claims")
    parser.add_argument("--database", default="consumer_healthcare_db")
    database = parser.parse_args(arguments).database
    spark = SparkSession.builder.appName("PatientsCareTeam").getOrCreate()
    try:
        print_rows("Patients", spark.sql(f"SELECT * FROM {database}.rl_patients"))
        print_rows(
            "Claims of these patients", spark.sql(CLAIMS_OF_PATIENTS.format(database=database))
        )
    except Exception as error:  # Py4J and Spark share no class of their own.
        return tell(error)
    finally:
        spark.stop()
    print("Job Complete")
    return 0


def print_rows(title: str, frame: DataFrame) -> None:
    count = frame.count()
    print(f"\n=== {title}: {count} rows, {len(frame.columns)} columns", flush=True)
    frame.show(max(count, 1), truncate=False)


def tell(error: Exception) -> int:
    if "AccessDenied" in str(error):
        print("Access Denied Error! Please check your Lake Formation permission(s).")
        print(first_line(error))
        return DENIED_STATUS
    print(f"An unexpected error occurred: {first_line(error)}")
    return FAILED_STATUS


def first_line(error: Exception) -> str:
    """Of a Java exception, Java's: Py4J's own says only which call it was."""
    lines = str(error).strip().splitlines() or [""]
    is_java = lines[0].startswith("An error occurred while calling") and len(lines) > 1
    return f"{type(error).__name__}: {lines[1 if is_java else 0].lstrip(': ')}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
