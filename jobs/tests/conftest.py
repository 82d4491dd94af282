"""One real Spark with Iceberg for all tests.

The catalog `local` is files in a temporary directory, which tests write to; `dev`,
the default, is what a job sees: Iceberg's Glue catalog, which may read what the test
puts into it, and is denied the rest.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Callable

import pytest
from pyspark.sql import DataFrame, SparkSession

from fake_glue import FakeGlue, serve

ROOT = Path(__file__).resolve().parents[2]
SPARK_DIRECTORY = Path(os.environ.get("SLUICE_SPARK_DIRECTORY", ROOT / ".spark"))
sys.path.insert(0, str(ROOT / "jobs"))

ICEBERG = "org.apache.iceberg"


def settings(glue_url: str, warehouse: Path) -> dict[str, str]:
    """Of Spark; those of `dev` are as Sluice makes them, but for where things are."""
    dev = "spark.sql.catalog.dev"
    return {
        "spark.jars": ",".join(str(jar) for jar in (SPARK_DIRECTORY / "jars").glob("*.jar")),
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.extensions": f"{ICEBERG}.spark.extensions.IcebergSparkSessionExtensions",
        "spark.sql.defaultCatalog": "dev",
        "spark.sql.catalog.local": f"{ICEBERG}.spark.SparkCatalog",
        "spark.sql.catalog.local.type": "hadoop",
        "spark.sql.catalog.local.warehouse": str(warehouse),
        dev: f"{ICEBERG}.spark.SparkCatalog",
        f"{dev}.catalog-impl": f"{ICEBERG}.aws.glue.GlueCatalog",
        f"{dev}.io-impl": f"{ICEBERG}.hadoop.HadoopFileIO",
        f"{dev}.warehouse": str(warehouse),
        f"{dev}.client.region": "us-west-2",
        f"{dev}.glue.endpoint": glue_url,
        # A test changes what is in the catalog; a job never sees that.
        f"{dev}.cache-enabled": "false",
        "spark.sql.catalog.local.cache-enabled": "false",
    }


@pytest.fixture(scope="session")
def running_glue() -> Iterator[FakeGlue]:
    glue = FakeGlue()
    server = serve(glue)
    yield glue
    server.shutdown()


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("warehouse")


@pytest.fixture(scope="session")
def spark(running_glue: FakeGlue, warehouse: Path) -> Iterator[SparkSession]:
    os.environ.update(
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",
        SPARK_LOCAL_IP="127.0.0.1",
        PYSPARK_PYTHON=sys.executable,
    )
    builder = SparkSession.builder.master("local[2]").config(
        "spark.sql.warehouse.dir", str(warehouse / "session")
    )
    for key, value in settings(running_glue.url, warehouse).items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    stop = session.stop
    # Each script stops its session; the tests share one.
    SparkSession.stop = lambda self: None  # type: ignore[method-assign]
    yield session
    stop()


@pytest.fixture
def glue(running_glue: FakeGlue) -> FakeGlue:
    running_glue.tables.clear()
    return running_glue


Publish = Callable[[str, DataFrame], None]


@pytest.fixture
def publish(spark: SparkSession, glue: FakeGlue, warehouse: Path) -> Publish:
    """Makes a frame a table that the job may read, as EMR's system driver hands one out."""

    def run(name: str, frame: DataFrame) -> None:
        frame.writeTo(f"local.given.{name}").using("iceberg").createOrReplace()
        metadata = max(
            (warehouse / "given" / name / "metadata").glob("v*.metadata.json"),
            key=lambda path: int(path.name.split(".")[0][1:]),
        )
        glue.tables[name] = str(metadata)

    return run


@pytest.fixture(scope="session")
def healthcare(spark: SparkSession) -> None:
    """`local.healthcare_db`, made by the script that makes it."""
    import load_healthcare

    assert load_healthcare.main(["--database", "local.healthcare_db"]) == 0
