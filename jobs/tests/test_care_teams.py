"""The two teams' jobs, with the expected results of the seed reference, 3.4."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

import claims_care_team
import load_healthcare
import patients_care_team
from conftest import Publish, settings
from fake_glue import FakeGlue

JOBS = Path(claims_care_team.__file__).parent

CLAIMS_OF_PATIENTS = [
    "New York|CLM010|2025-03-19|fgac10 Amanda|F41.1|90834|180.00|Approved|DR901",
    "New York|CLM009|2025-03-26|fgac9 James|L40.0|96910|250.00|Pending|DR678",
    "Texas|CLM007|2025-03-16|fgac7 Michael|M25.511|73560|125.00|Denied|DR012",
    "Texas|CLM008|2025-03-21|fgac8 Lisa|N39.0|81001|50.00|Approved|DR345",
    "Texas|CLM005|2025-03-22|fgac5 Robert|J30.1|95004|300.00|Pending|DR567",
    "Texas|CLM006|2025-03-27|fgac6 Emily|K21.9|43235|500.00|Approved|DR890",
]


@pytest.fixture
def granted(spark: SparkSession, healthcare: None, publish: Publish) -> None:
    """What Lake Formation opens to Patients Care."""
    patients = spark.table("local.healthcare_db.patients")
    publish("rl_patients", patients.where("state IN ('Texas', 'New York')").drop("ssn"))
    publish("rl_claims", spark.table("local.healthcare_db.claims"))


def tables_in(output: str) -> list[list[str]]:
    """The rows that `show` printed, cells by `|`, a list for each table."""
    tables: list[list[str]] = []
    for line in output.splitlines():
        if line.startswith("==="):
            tables.append([])
        elif line.startswith("|"):
            tables[-1].append("|".join(cell.strip() for cell in line.strip("|").split("|")))
    return tables


def test_patients_care_sees_its_patients_and_their_claims(
    granted: None, capfd: pytest.CaptureFixture[str]
) -> None:
    assert patients_care_team.main([]) == 0
    patients, claims = tables_in(capfd.readouterr().out)
    assert patients[0].split("|") == [
        *("patient_id", "patient_name", "date_of_birth", "gender"),
        *("city", "state", "created_at", "updated_at"),
    ]
    assert sorted(row.split("|")[0] for row in patients[1:]) == [str(n) for n in range(1005, 1013)]
    assert claims[1:] == CLAIMS_OF_PATIENTS


def test_patients_care_tells_a_denial_from_another_failure(
    granted: None, glue: FakeGlue, capfd: pytest.CaptureFixture[str]
) -> None:
    glue.tables["rl_claims"] = None
    assert patients_care_team.main([]) == 77
    assert "Access Denied Error!" in capfd.readouterr().out
    del glue.tables["rl_claims"]
    assert patients_care_team.main([]) == 70
    assert "An unexpected error occurred" in capfd.readouterr().out


def test_claims_care_sees_claims_and_is_denied_patients(
    granted: None, glue: FakeGlue, capfd: pytest.CaptureFixture[str]
) -> None:
    glue.tables["rl_patients"] = None
    assert claims_care_team.main([]) == 77
    output = capfd.readouterr().out
    (claims,) = tables_in(output)[:1]
    assert len(claims[0].split("|")) == 10
    assert sorted(row.split("|")[0] for row in claims[1:]) == [f"CLM{n:03}" for n in range(1, 11)]
    denial = "Access Denied Error! Please check your Lake Formation permission(s) on rl_patients"
    assert denial in output


def test_claims_care_does_not_fail_where_patients_are_open(granted: None) -> None:
    assert claims_care_team.main([]) == 0


def test_the_status_of_the_process_tells_of_the_denial(
    granted: None, glue: FakeGlue, warehouse: Path
) -> None:
    """As EMR starts it: spark-submit, one file."""
    glue.tables["rl_patients"] = None
    configuration = [
        part
        for key, value in settings(glue.url, warehouse).items()
        for part in ("--conf", f"{key}={value}")
    ]
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("spark-submit")),
            *("--master", "local[1]"),
            *configuration,
            str(JOBS / "claims_care_team.py"),
        ],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 77, done.stderr[-2000:]
    assert "Job Complete" in done.stdout


def test_loading_again_gives_the_same_tables(spark: SparkSession, healthcare: None) -> None:
    before = spark.table("local.healthcare_db.patients").collect()
    assert load_healthcare.main(["--database", "local.healthcare_db"]) == 0
    patients = spark.table("local.healthcare_db.patients")
    claims = spark.table("local.healthcare_db.claims")
    assert sorted(patients.collect()) == sorted(before)
    assert patients.count() == 12
    states = {row["state"]: row["count"] for row in patients.groupBy("state").count().collect()}
    assert states == {"California": 4, "Texas": 4, "New York": 4}
    (total,) = claims.selectExpr("cast(sum(amount) as string)").collect()
    assert (claims.count(), total[0]) == (10, "2010.00")


def test_loading_tells_a_failure(capfd: pytest.CaptureFixture[str]) -> None:
    assert load_healthcare.main(["--database", "nowhere.at.all.healthcare_db"]) == 70
    assert "An unexpected error occurred" in capfd.readouterr().out
