import path from 'path';
import { consumer } from '../../../scenario/names';
import { startHealthcareJobs } from '../__testUtils__/healthcareJobRuns';
import { findToolchain } from './toolchain';

// Java, Spark and the first query; on a busy machine several times that.
jest.setTimeout(180_000);

const directory =
  process.env.SLUICE_SPARK_DIRECTORY ??
  path.resolve(__dirname, '../../../../../../.spark');

// Ends with an exit code of its own, so that one Spark shows both.
const SCRIPT = `
import sys
from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("read").getOrCreate()
patients = spark.table("dev.${consumer.database}.${consumer.patientsLink}")
print("columns", ",".join(patients.columns))
for row in patients.groupBy("state").count().orderBy("state").collect():
    print("count", row["state"], row["count"])
spark.stop()
sys.exit(int(sys.argv[1]))
`;

describe('a job run by real Spark', () => {
  it('reads what Lake Formation lets its team read, and its exit code is told', async () => {
    const found = await findToolchain(directory);
    if ('missing' in found) {
      const message = `Spark is NOT tested: ${found.missing}. ${found.todo}`;
      if (process.env.SLUICE_SPARK_DIRECTORY) throw new Error(message);
      // eslint-disable-next-line no-console
      console.warn(message);
      return;
    }
    const jobs = await startHealthcareJobs({ spark: { directory } });
    try {
      const id = await jobs.start(await jobs.put(SCRIPT), {
        arguments: ['3'],
      });
      let run = await jobs.describe(id);
      while (run.state !== 'FAILED' && run.state !== 'COMPLETED') {
        await new Promise(resolve => setTimeout(resolve, 200));
        run = await jobs.describe(id);
      }
      const printed = await jobs.log(id, 'stdout');
      expect(printed).toBe(
        [
          'columns patient_id,patient_name,date_of_birth,gender,city,state,created_at,updated_at',
          'count New York 4',
          'count Texas 4',
          '',
        ].join('\n'),
      );
      expect(run).toMatchObject({
        state: 'FAILED',
        failureReason: 'USER_ERROR',
        stateDetails: expect.stringContaining('exit code 3'),
      });
    } finally {
      await jobs.dispose();
    }
  });
});
