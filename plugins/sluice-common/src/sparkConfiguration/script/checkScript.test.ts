import { SparkProfile } from '../types';
import { checkScript } from './checkScript';

const HEAD = `from pyspark.sql import SparkSession, functions as F

spark = SparkSession.builder.getOrCreate()
`;

/** Problems as "V4 error 7". */
const found = (body: string, profile: SparkProfile = 'seed', head = HEAD) =>
  checkScript(head + body, { profile }).map(
    ({ rule, severity, line }) =>
      `${rule} ${severity} ${line! - head.split('\n').length + 1}`,
  );

const GOOD = `"""Reads patients. DROP TABLE and INSERT INTO are words here."""
import logging
import sys

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.window import Window

# spark.sql("DROP TABLE dev.db.t") and df.rdd in a comment
LOG = logging.getLogger("udf")
CATALOG = "dev"
QUERIES = {
    "patients": f"SELECT * FROM {CATALOG}.db.rl_patients",
    "claims": "SELECT c.update, 'DROP TABLE x' AS text -- INSERT INTO y\\nFROM dev.db.rl_claims c",
}


def show(spark: SparkSession, title: str, query: str) -> DataFrame:
    """INSERT INTO is not SQL here."""
    LOG.info("DELETE FROM %s", title)
    frame = spark.sql(query)
    frame.show(20, truncate=False)
    return frame


def main() -> int:
    spark = SparkSession.builder.appName("PatientsCare").getOrCreate()
    spark.sparkContext.setLogLevel("WARN")
    try:
        for title, query in QUERIES.items():
            show(spark, "UPDATE x SET y", query).count()
        frame = spark.table("dev.db.rl_patients").where("state = 'Texas'")
        frame.groupBy("state").agg(F.count("*").alias("rows")).show()
        frame.createOrReplaceTempView("here")
        note = "DROP TABLE x"
        spark.table(f"{note}.a")
        spark.sql("CREATE OR REPLACE TEMPORARY VIEW v AS SELECT * FROM here")
        spark.sql("DROP VIEW IF EXISTS v")
        spark.sql("SELECT * FROM db.rl_patients.snapshots").show()
        spark.sql("WITH q AS (SELECT 1 AS update) SELECT q.update FROM q")
        spark.sql("SELECT a IS DISTINCT FROM b.c.d FROM db.t")
        spark.sql("SELECT * FROM {frame} WHERE id = :id", {"id": 1}, frame=frame)
        spark.read.format("iceberg").load("dev.db.rl_claims").show()
        spark.conf.set("spark.sql.shuffle.partitions", "8")
        sys.stdout.write("{}.{}".format("INSERT", "INTO"))
        with open("/tmp/x", "w") as out:
            out.write("x")
        logger = sys.stderr.write
    except Exception as failure:
        LOG.error("DROP TABLE failed: %s", failure)
        return 1
    finally:
        spark.stop()
    return 0


def steps():
    yield
    half = 1. / 2


if __name__ == "__main__":
    sys.exit(main())
`;

it('finds nothing in a script that reads', () => {
  expect(found(GOOD, 'seed', '')).toEqual([]);
});

it('sees the same text with other line ends, and with a byte order mark', () => {
  const breach = `${GOOD}\nspark.sql("DROP TABLE t")\n`;
  const [problem] = checkScript(breach, { profile: 'seed' });
  expect(problem).toMatchObject({ rule: 'V3', column: 12 });
  for (const other of [breach.replaceAll('\n', '\r\n'), `\uFEFF${breach}`]) {
    expect(checkScript(other, { profile: 'seed' })).toEqual([problem]);
  }
});

it.each<[what: string, body: string, ...problems: string[]]>([
  // V3
  ['a writer', 'df.write.mode("append").parquet("s3://x")', 'V3 error 1'],
  ['a writer taken first', 'w = df.write\nw.parquet("x")', 'V3 warning 1'],
  ['the second API', '\ndf.writeTo("dev.db.t").append()', 'V3 error 2'],
  ['a table saved', 'writer.saveAsTable("t")', 'V3 error 1'],
  ['INSERT', 'spark.sql("INSERT INTO dev.db.t VALUES (1)")', 'V3 error 1'],
  ['UPDATE', 'spark.sql("update t set a = 1")', 'V3 error 1'],
  ['DELETE', 'spark.sql("DELETE FROM t WHERE a = 1")', 'V3 error 1'],
  ['MERGE', 'spark.sql("MERGE INTO t USING s ON t.a = s.a")', 'V3 error 1'],
  ['TRUNCATE', 'spark.sql("TRUNCATE TABLE t")', 'V3 error 1'],
  ['CREATE TABLE', 'spark.sql("CREATE TABLE t (a int)")', 'V3 error 1'],
  [
    'CREATE TABLE with all its words',
    'spark.sql("create or replace table if not exists t as select 1")',
    'V3 error 1',
  ],
  ['CREATE VIEW', 'spark.sql("CREATE VIEW v AS SELECT 1")', 'V3 error 1'],
  ['DROP', 'spark.sql("DROP TABLE IF EXISTS t")', 'V3 error 1'],
  ['DROP of a view of a database', 'spark.sql("DROP VIEW db.v")', 'V3 error 1'],
  ['ALTER', 'spark.sql("ALTER TABLE t ADD COLUMN a int")', 'V3 error 1'],
  [
    'a write after WITH',
    'spark.sql("""\n  WITH q AS (SELECT 1)\n  INSERT INTO t SELECT * FROM q\n""")',
    'V3 error 3',
  ],
  [
    'a write after FROM',
    'spark.sql("FROM s INSERT INTO t SELECT *")',
    'V3 error 1',
  ],
  [
    'a write after a comment',
    'spark.sql("/* read */ -- only\\n INSERT INTO t VALUES (1)")',
    'V3 error 1',
  ],
  [
    'the second of two statements',
    'spark.sql("SELECT \';\';\\nDROP TABLE t")',
    'V3 error 1',
  ],
  [
    'a write in a formatted string',
    'name = input()\nspark.sql(f"INSERT INTO {name} VALUES ({1})")',
    'V3 error 2',
  ],
  [
    'a verb that is not known whole',
    'spark.sql(f"INSERT {mode()} TABLE t SELECT 1")',
    'V3 error 1',
  ],
  [
    'a write put together',
    'spark.sql("DROP "\n  "TABLE " + name)',
    'V3 error 1',
  ],
  ['a write by %', 'spark.sql("DROP TABLE %s" % name)', 'V3 error 1'],
  ['a write by format', 'spark.sql("DROP TABLE {}".format(t))', 'V3 error 1'],
  [
    'a write by join',
    'spark.sql(" ".join(["DROP", "TABLE", name]))',
    'V3 error 1',
  ],
  [
    'a write under a name',
    'import textwrap\nQUERY = textwrap.dedent("""\n  DROP TABLE t\n""")\nspark.sql(QUERY)',
    'V3 error 3',
  ],
  [
    'a write in a list',
    'STEPS = [\n  "SELECT 1",\n  "DROP TABLE t",\n]\nfor step in STEPS:\n  spark.sql(step)',
    'V3 error 3',
  ],
  [
    'a write among pairs',
    'for title, step in [("a", "SELECT 1"), ("b", "DROP TABLE t")]:\n  spark.sql(step)',
    'V3 error 1',
  ],
  [
    'a write in a dictionary',
    'Q = {\n  "drop": "DROP TABLE t",\n}\nspark.sql(Q["drop"])\n[spark.sql(q) for _, q in Q.items()]',
    'V3 error 2',
  ],
  [
    'a write given to a function',
    'def run(title, query="SELECT 1"):\n  spark.sql(query)\nrun("a", "DROP TABLE t")',
    'V3 error 3',
  ],
  [
    'one of two ways',
    'spark.sql("SELECT 1" if a else "DROP TABLE t")',
    'V3 error 1',
  ],
  // V4
  [
    'a second session',
    '\nother = (\n  SparkSession.builder\n  .appName("x")\n  .getOrCreate()\n)',
    'V4 error 5',
  ],
  ['a new session', 'spark.newSession()', 'V4 error 1'],
  ['an RDD', 'df.filter("a > 1").rdd.map(f)', 'V4 error 1'],
  ['an RDD made', 'spark.sparkContext.parallelize([1])', 'V4 error 1'],
  [
    'an RDD of files',
    'sc = spark.sparkContext\nsc.textFile("x")',
    'V4 error 2',
  ],
  [
    'a context',
    'from pyspark import SparkContext as Context\nsc = Context("local")',
    'V4 error 2',
  ],
  ['a stream read', 'spark.readStream.table("t")', 'V4 error 1'],
  ['a stream written', 'df.writeStream.start()', 'V4 error 1'],
  [
    'old streaming',
    'from pyspark.streaming import StreamingContext',
    'V4 error 1',
  ],
  ['rows one by one', 'df.foreach(print)', 'V4 error 1'],
  ['a master', 's = SparkSession.builder.master("local[*]")', 'V4 error 1'],
  // V5
  ['a function', 'double = F.udf(lambda x: 2 * x, "int")', 'V5 error 1'],
  [
    'a function under another name',
    'from pyspark.sql.functions import udf as u\n\n@u("int")\ndef double(x):\n  return 2 * x',
    'V5 error 3',
  ],
  [
    'a function from all of a module',
    'from pyspark.sql.functions import *\nf = udf(len)',
    'V5 error 2',
  ],
  [
    'a function of pandas',
    'import pyspark.sql.functions as fn\n@fn.pandas_udf("int")\ndef f(x): return x',
    'V5 error 2',
  ],
  ['a registered function', 'spark.udf.register("f", len)', 'V5 error 1'],
  [
    'a function in Java',
    'spark.udf.registerJavaFunction("f", "com.example.F")',
    'V5 error 1',
    'V5 error 1',
  ],
  ['pandas over groups', 'df.groupBy("a").applyInPandas(f, s)', 'V5 error 1'],
  ['pandas over all', 'df.mapInPandas(f, s)', 'V5 error 1'],
  ['partitions', 'df.rdd.mapPartitions(f)', 'V4 error 1', 'V4 error 1'],
  [
    'jars of its own',
    'b = SparkSession.builder.config("spark.jars.packages", "a:b:1")',
    'V5 error 1',
  ],
  [
    'a class path',
    'from pyspark import SparkConf\nc = SparkConf().setAll([\n  ("spark.driver.extraClassPath", "/x.jar"),\n])',
    'V5 error 3',
  ],
  [
    'a data source',
    'spark.read.format("com.example.Source").load()',
    'V5 error 1',
  ],
  ['a database', 'spark.read.jdbc(url, "t")', 'V5 error 1'],
  [
    'a data source in SQL',
    'spark.sql("CREATE TEMPORARY VIEW v USING com.example.Source")',
    'V5 error 1',
  ],
  ['ANALYZE', 'spark.sql("ANALYZE TABLE t COMPUTE STATISTICS")', 'V5 error 1'],
  ['ADD JAR', 'spark.sql("ADD JAR s3://x/y.jar")', 'V5 error 1'],
  ['the JVM', 'spark._jvm.java.lang.System.exit(1)', 'V5 warning 1'],
  // V6
  [
    'CREATE FUNCTION',
    `spark.sql("CREATE TEMPORARY FUNCTION f AS 'com.example.F'")`,
    'V6 error 1',
  ],
  ['a partition id', 'df.select(F.spark_partition_id())', 'V6 error 1'],
  [
    'a partition id in SQL',
    'spark.sql("""SELECT\n  SPARK_PARTITION_ID()\n""")',
    'V6 error 2',
  ],
  ['insertInto', 'df.write.insertInto("t")', 'V3 error 1', 'V6 error 1'],
  // V7
  [
    'the size of the job',
    'b = SparkSession.builder.config("spark.dynamicAllocation.maxExecutors", 50)',
    'V7 error 1',
  ],
  [
    'fixed executors',
    'b = SparkSession.builder.config(map={\n  "spark.dynamicAllocation.enabled": False})',
    'V7 error 2',
  ],
  // V8
  [
    'another account',
    'spark.conf.set("spark.sql.catalog.dev.glue.id", "111122223333")',
    'V8 error 1',
  ],
  [
    'a catalog of its own',
    'b = SparkSession.builder.config("spark.sql.catalog.mine", "org.apache.iceberg.spark.SparkCatalog")',
    'V8 warning 1',
  ],
  ['SET', 'spark.sql("SET spark.sql.catalog.dev.glue.id=1")', 'V8 error 1'],
  // V9
  [
    'closed metadata',
    'spark.sql("SELECT * FROM dev.db.t.partitions")',
    'V9 error 1',
  ],
  ['closed metadata, shorter', 'spark.table("db.t.all_files")', 'V9 error 1'],
  [
    'a procedure',
    `spark.sql("CALL dev.system.register_table('db.t', 's3://x')")`,
    'V9 error 1',
  ],
  [
    'another procedure',
    `spark.sql("CALL dev.system.rollback_to_snapshot('db.t', 1)")`,
    'V9 warning 1',
  ],
  [
    'the catalog of the other profile',
    'spark.sql("SELECT *\\n" \n  "FROM db.t JOIN spark_catalog.db.t USING (id)")',
    'V9 error 2',
  ],
  ['a catalog that is not there', 'spark.table("glue.db.t")', 'V9 error 1'],
  ['USE', 'spark.sql("USE spark_catalog.db")', 'V9 error 1'],
  ['Hive', 'b = SparkSession.builder.enableHiveSupport()', 'V9 warning 1'],
  [
    'another default',
    'b = SparkSession.builder.config("spark.sql.defaultCatalog", "mine")',
    'V9 error 1',
  ],
  // PYTHON
  ['a bracket', 'x = 1\nprint((1, 2)\nx = 3', 'PYTHON error 2'],
  ['a string', 'x = 1\ny = "abc\n', 'PYTHON error 2'],
  ['Python 2', 'print "x"', 'PYTHON error 1'],
  ['no Python', 'if x\n  y = 1', 'PYTHON error 1'],
  [
    'newer Python',
    'with (open("a") as a, open("b") as b):\n  pass',
    'PYTHON warning 1',
  ],
  ['what is run blindly', 'exec(text)', 'PYTHON warning 1'],
])('finds %s', (_, body, ...problems) => {
  expect(found(`${body}\n`)).toEqual(problems);
});

it('knows which catalog a run has', () => {
  const body = 'spark.sql("SELECT * FROM dev.db.t")\n';
  expect(found(body, 'documented')).toEqual(['V9 error 1']);
  expect(found(body.replace('dev', 'spark_catalog'), 'documented')).toEqual([]);
  expect(checkScript(HEAD + body, { profile: 'documented' })[0]).toMatchObject({
    line: 4,
    column: 26,
    message:
      'Catalog dev is not there: a run with the profile "documented" has its Iceberg tables in spark_catalog. Leave the catalog out, or run the script with the profile "seed".',
  });
});

it.each([
  ['is binary', 'x = 1\n\u0000\u0001', { line: 2, column: 1 }],
  ['is too large', `#${'x'.repeat(262_144)}`, {}],
])('says so when it %s', (_, text, place) => {
  expect(checkScript(text, { profile: 'seed' })).toEqual([
    {
      rule: 'PYTHON',
      severity: 'error',
      message: expect.any(String),
      ...place,
    },
  ]);
});

it('stops telling after a hundred', () => {
  const problems = checkScript('df.rdd\n'.repeat(250), { profile: 'seed' });
  expect(problems).toHaveLength(101);
  expect(problems.at(-1)).toMatchObject({
    severity: 'error',
    message: 'There are 150 more problems. Correct these first.',
  });
});
