"""PyIceberg, which shares no code with what wrote them, reads the tables through the sandbox's S3."""

from decimal import Decimal

import pytest
from conftest import REGION
from pyiceberg.table import StaticTable

PRODUCER = "111122223333"


def iceberg_table(sandbox, name):
    glue = sandbox.client("glue", PRODUCER)
    table = glue.get_table(DatabaseName="healthcare_db", Name=name)["Table"]
    assert table["Parameters"]["table_type"].upper() == "ICEBERG"
    return StaticTable.from_metadata(
        table["Parameters"]["metadata_location"],
        {
            "s3.endpoint": sandbox.url,
            "s3.region": REGION,
            "s3.access-key-id": f"AKIA{PRODUCER}ROOT",
            "s3.secret-access-key": "sandbox-credentials-open-nothing-real-00",
        },
    )


def types(table):
    return {field.name: str(field.field_type) for field in table.schema().fields}


def partition(table):
    return [
        (table.schema().find_column_name(f.source_id), str(f.transform))
        for f in table.spec().fields
    ]


def test_patients(scenario_sandbox):
    table = iceberg_table(scenario_sandbox, "patients")
    assert types(table) == {
        "patient_id": "long",
        "patient_name": "string",
        "date_of_birth": "date",
        "gender": "string",
        "city": "string",
        "state": "string",
        "ssn": "string",
        "created_at": "timestamp",
        "updated_at": "timestamp",
    }
    assert partition(table) == [("city", "identity")]
    rows = sorted(table.scan().to_arrow().to_pylist(), key=lambda r: r["patient_id"])
    assert [
        (
            r["patient_id"],
            r["patient_name"],
            r["date_of_birth"].isoformat(),
            r["gender"],
            r["city"],
            r["state"],
            r["ssn"],
        )
        for r in rows
    ] == PATIENTS
    expected = [
        f"2025-03-28T{10 + n * 5 // 60}:{n * 5 % 60:02}:00" for n in range(12)
    ]
    assert [r["created_at"].isoformat() for r in rows] == expected
    assert [r["updated_at"].isoformat() for r in rows] == expected


def test_claims(scenario_sandbox):
    table = iceberg_table(scenario_sandbox, "claims")
    assert types(table) == {
        "claim_id": "string",
        "patient_id": "long",
        "claim_date": "date",
        "diagnosis_code": "string",
        "procedure_code": "string",
        "amount": "decimal(10, 2)",
        "status": "string",
        "provider_id": "string",
        "created_at": "timestamp",
        "updated_at": "timestamp",
    }
    assert partition(table) == [("status", "identity")]
    rows = sorted(table.scan().to_arrow().to_pylist(), key=lambda r: r["claim_id"])
    assert [
        (
            r["claim_id"],
            r["patient_id"],
            r["claim_date"].isoformat(),
            r["diagnosis_code"],
            r["procedure_code"],
            str(r["amount"]),
            r["status"],
            r["provider_id"],
        )
        for r in rows
    ] == CLAIMS
    assert sum(r["amount"] for r in rows) == Decimal("2010.00")
    assert [r["created_at"].isoformat() for r in rows] == [
        f"2025-03-28T11:{n * 5:02}:00" for n in range(10)
    ]


@pytest.mark.parametrize(
    "name, row_filter, count",
    [
        ("patients", "state in ('Texas', 'New York')", 8),
        ("patients", "city == 'Houston'", 1),
        ("claims", "status == 'Approved'", 6),
        ("claims", "status == 'Pending'", 3),
        ("claims", "status == 'Denied'", 1),
    ],
)
def test_partitions_and_statistics_lead_to_the_rows(
    scenario_sandbox, name, row_filter, count
):
    scan = iceberg_table(scenario_sandbox, name).scan(row_filter=row_filter)
    assert scan.to_arrow().num_rows == count


# Seed reference, section 2.
PATIENTS = [
    (1001, "fgac1 John", "1980-05-15", "M", "Los Angeles", "California", "123-45-6789"),
    (1002, "fgac2 Maria", "1992-08-22", "F", "San Francisco", "California", "234-56-7890"),
    (1003, "fgac3 David", "1975-12-01", "M", "San Diego", "California", "345-67-8901"),
    (1004, "fgac4 Sarah", "1988-03-30", "F", "Sacramento", "California", "456-78-9012"),
    (1005, "fgac5 Robert", "1995-07-07", "M", "Houston", "Texas", "567-89-0123"),
    (1006, "fgac6 Emily", "1982-11-18", "F", "Austin", "Texas", "678-90-1234"),
    (1007, "fgac7 Michael", "1979-09-25", "M", "Dallas", "Texas", "789-01-2345"),
    (1008, "fgac8 Lisa", "1990-02-14", "F", "San Antonio", "Texas", "890-12-3456"),
    (1009, "fgac9 James", "1987-06-03", "M", "New York City", "New York", "901-23-4567"),
    (1010, "fgac10 Amanda", "1993-04-11", "F", "Buffalo", "New York", "012-34-5678"),
    (1011, "fgac11 Kevin", "1985-08-19", "M", "Rochester", "New York", "123-45-6789"),
    (1012, "fgac12 Rachel", "1991-12-25", "F", "Albany", "New York", "234-56-7890"),
]

CLAIMS = [
    ("CLM001", 1001, "2025-03-15", "J45.901", "99213", "150.00", "Approved", "DR123"),
    ("CLM002", 1002, "2025-03-20", "M54.5", "97110", "200.00", "Pending", "DR456"),
    ("CLM003", 1003, "2025-03-25", "I10", "99214", "175.00", "Approved", "DR789"),
    ("CLM004", 1004, "2025-03-18", "E11.9", "82947", "80.00", "Approved", "DR234"),
    ("CLM005", 1005, "2025-03-22", "J30.1", "95004", "300.00", "Pending", "DR567"),
    ("CLM006", 1006, "2025-03-27", "K21.9", "43235", "500.00", "Approved", "DR890"),
    ("CLM007", 1007, "2025-03-16", "M25.511", "73560", "125.00", "Denied", "DR012"),
    ("CLM008", 1008, "2025-03-21", "N39.0", "81001", "50.00", "Approved", "DR345"),
    ("CLM009", 1009, "2025-03-26", "L40.0", "96910", "250.00", "Pending", "DR678"),
    ("CLM010", 1010, "2025-03-19", "F41.1", "90834", "180.00", "Approved", "DR901"),
]
