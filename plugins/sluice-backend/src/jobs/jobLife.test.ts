import { once } from 'events';
import path from 'path';
import { createGzip, gzipSync } from 'zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CancelJobRunCommand,
  EMRContainersClient,
  ListJobRunsCommand,
} from '@aws-sdk/client-emr-containers';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { ATTESTATION_MARK } from '@sluice/plugin-sluice-common';
import { PATIENTS_CARE } from '../__testUtils__/catalog';
import { driverLogFolder } from './driverLogs';
import {
  OWN_SCRIPT,
  startJobsRoom,
  startJobsSandbox,
} from './__testUtils__/startJobsRoom';
import { isTerminal } from './states';
import { StoredJobRun } from './types';

jest.setTimeout(120_000);

const CONSUMER = { accountId: '444455556666', region: 'us-west-2' };
const SCRIPTS = path.resolve(__dirname, '../../../../jobs');

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});
const directory = createMockDirectory();

function placeOf(uri: string) {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri)!;
  return { Bucket, Key };
}

describe.each(databases.eachSupportedId())('job runs, on %s', databaseId => {
  type World = Awaited<ReturnType<typeof startJobsSandbox>>;
  let waiting: World;
  let doing: World;
  beforeAll(async () => {
    waiting = await startJobsSandbox(directory, { doesRuns: false });
    doing = await startJobsSandbox(directory, { doesRuns: true });
  });
  afterAll(async () => {
    await waiting.sandbox.close();
    await doing.sandbox.close();
  });
  afterEach(() => waiting.sandbox.faults.setRules([]));

  const start = async (world: World, options: { runsAtOnce?: number } = {}) => {
    const knex = await databases.init(databaseId);
    const room = () =>
      startJobsRoom({
        knex,
        connection: world.connection,
        scripts: SCRIPTS,
        ...options,
      });
    return { knex, room, jobs: await room() };
  };
  const by = { ref: 'user:default/amara', origin: 'person' } as const;

  async function emrOf({ connection }: World) {
    return new EMRContainersClient(
      await connection.getClientConfiguration(CONSUMER),
    );
  }
  async function runsInEmr(world: World, virtualClusterId: string) {
    const { jobRuns = [] } = await (
      await emrOf(world)
    ).send(new ListJobRunsCommand({ virtualClusterId }));
    return jobRuns;
  }
  async function putLog(run: StoredJobRun, packed: Buffer) {
    const { Bucket, Key } = placeOf(`${driverLogFolder(run)}/stdout.gz`);
    const s3 = new S3Client(
      await waiting.connection.getClientConfiguration(CONSUMER),
    );
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: packed }));
  }
  /** Looks until the run is as it is to be. */
  async function follow(
    jobs: Awaited<ReturnType<typeof startJobsRoom>>,
    id: string,
  ) {
    for (;;) {
      await jobs.follower.tick();
      const kept = await jobs.store.get(id);
      if (isTerminal(kept.run.state) && kept.run.collectedAt) return kept;
      await new Promise(resolve => setImmediate(resolve));
    }
  }

  it('are followed to their end, and what they left is taken in', async () => {
    const { jobs } = await start(doing);
    const { run } = await jobs.service.start(
      { team: PATIENTS_CARE, kind: 'verification' },
      by,
    );
    const ended = await follow(jobs, run.id);
    expect(ended.run).toMatchObject({
      state: 'COMPLETED',
      attestation: { verdict: 'agrees' },
      expectations: [{ name: 'consumer_healthcare_db.rl_patients' }],
    });
    const [{ result }] = jobs.collected;
    const object = JSON.parse((await result.attestationObject())!);
    expect(object).toMatchObject({
      runId: run.id,
      tables: [{ outcome: 'read', rows: 8, rowsOutside: 0 }],
    });
    const line = await result.lastLineWith(ATTESTATION_MARK);
    expect(JSON.parse(line!.slice(ATTESTATION_MARK.length))).toEqual(object);
    expect(jobs.audited.at(-1)).toBe('job-run-state COMPLETED');
  });

  it('fail in the words of EMR, with what that means', async () => {
    const { jobs } = await start(doing);
    const { run } = await jobs.service.start(OWN_SCRIPT, by);
    const ended = await follow(jobs, run.id);
    expect(ended.run).toMatchObject({
      state: 'FAILED',
      failureReason: 'INTERNAL_ERROR',
      stateDetails: expect.stringMatching(/^The sandbox has no Spark/),
    });
    expect(jobs.collected).toEqual([]);
  });

  it('are one, however often they are asked for', async () => {
    const { jobs, room } = await start(waiting);
    const other = await room();
    const draft = { ...OWN_SCRIPT, requestKey: 'the-same-key' };
    const started = await Promise.all([
      jobs.service.start(draft, by),
      jobs.service.start(draft, by),
      other.service.start(draft, by),
    ]);
    const [{ run }] = started;
    expect(new Set(started.map(each => each.run.id)).size).toBe(1);
    const { run: now } = await jobs.store.get(run.id);
    const inEmr = await runsInEmr(waiting, now.virtualClusterId!);
    expect(
      inEmr.filter(({ clientToken }) => clientToken === run.id),
    ).toHaveLength(1);
    await expect(
      jobs.service.start(
        { ...draft, script: { name: 'mine', content: 'print(2)\n' } },
        by,
      ),
    ).rejects.toThrow(/used for another run/);
  });

  it.each([
    ['before EMR has it', 'S3.PutObject'],
    ['before it is known that EMR has it', 'EMRContainers.StartJobRun'],
  ])('survive a backend that ends %s', async (_, operation) => {
    const { jobs, room, knex } = await start(waiting);
    waiting.sandbox.faults.setRules([
      {
        operation,
        error: { code: 'ThrottlingException', message: 'slow down' },
      },
    ]);
    const { run } = await jobs.service.start(
      {
        ...OWN_SCRIPT,
        script: {
          name: 'mine',
          content: `print("${operation} ${databaseId}")`,
        },
      },
      by,
    );
    expect(run).toMatchObject({ state: 'SUBMITTING' });
    waiting.sandbox.faults.setRules([]);
    await jobs.follower.stop();
    // What it held is free when its lease is over.
    await knex('job_runs').update({ leased_until: '2000-01-01T00:00:00.000Z' });

    const next = await room();
    let kept = await next.store.get(run.id);
    while (kept.run.state === 'SUBMITTING') {
      await next.follower.tick();
      kept = await next.store.get(run.id);
    }
    expect(kept.run).toMatchObject({ state: 'PENDING' });
    const inEmr = await runsInEmr(waiting, kept.run.virtualClusterId!);
    expect(
      inEmr.filter(({ clientToken }) => clientToken === run.id),
    ).toHaveLength(1);
  });

  it('go on when EMR asks for fewer calls', async () => {
    const { jobs } = await start(waiting);
    const { run } = await jobs.service.start(OWN_SCRIPT, by);
    waiting.sandbox.faults.setRules([
      {
        operation: 'EMRContainers.DescribeJobRun',
        error: { code: 'ThrottlingException', message: 'slow down' },
      },
    ]);
    let kept = await jobs.store.get(run.id);
    while (kept.failures < 3) {
      await jobs.follower.tick();
      kept = await jobs.store.get(run.id);
    }
    expect(kept.run.state).toBe('PENDING');
    expect(kept.trouble).toBeUndefined();

    waiting.sandbox.faults.setRules([]);
    await (
      await emrOf(waiting)
    ).send(
      new CancelJobRunCommand({
        id: kept.run.emrJobRunId,
        virtualClusterId: kept.run.virtualClusterId,
      }),
    );
    expect((await follow(jobs, run.id)).run.state).toBe('CANCELLED');
  });

  it('can be cancelled, once', async () => {
    const { jobs } = await start(waiting);
    const { run } = await jobs.service.start(OWN_SCRIPT, by);
    await jobs.service.cancel(run.id);
    expect((await follow(jobs, run.id)).run.state).toBe('CANCELLED');
    await expect(jobs.service.cancel(run.id)).rejects.toThrow(
      /has ended already, as CANCELLED/,
    );
    await expect(jobs.service.cancel('nothing')).rejects.toThrow(
      /There is no job run/,
    );
  });

  it('are refused with rule and line, and nothing is started', async () => {
    const { jobs, knex } = await start(waiting);
    const calls = () =>
      jobs.service.start(
        {
          ...OWN_SCRIPT,
          script: {
            name: 'mine',
            content:
              'from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\nspark.table("a.b").rdd.collect()\n',
          },
        },
        by,
      );
    await expect(calls()).rejects.toThrow(/^V4, line 3: /);
    await expect(
      jobs.service.start(
        {
          ...OWN_SCRIPT,
          resources: {
            driverCores: 1,
            driverMemoryGb: 4,
            executorCores: 1,
            executorMemoryGb: 4,
            maxExecutors: 500,
          },
        },
        by,
      ),
    ).rejects.toThrow(/LIMITS/);
    expect(await knex('job_runs')).toEqual([]);
  });

  it('are no more at once than the team may have', async () => {
    const { jobs } = await start(waiting, { runsAtOnce: 1 });
    const { run } = await jobs.service.start(OWN_SCRIPT, by);
    await expect(jobs.service.start(OWN_SCRIPT, by)).rejects.toThrow(
      /may have 1 at once/,
    );
    await jobs.service.cancel(run.id);
    await follow(jobs, run.id);
    await expect(jobs.service.start(OWN_SCRIPT, by)).resolves.toBeDefined();
  });

  it('have logs that are read page by page, without a byte lost', async () => {
    const { jobs } = await start(waiting);
    const { run } = await jobs.service.start(OWN_SCRIPT, by);
    const { run: now } = await jobs.store.get(run.id);
    expect(
      await jobs.logs.read(now, 'stdout', { offset: 0, bytes: 65_536 }),
    ).toMatchObject({ text: '', missing: expect.any(String) });

    const text = Array.from(
      { length: 5_000 },
      (_, index) => `Zeile ${index}: Grüße aus Zürich`,
    ).join('\n');
    await putLog(now, gzipSync(text));
    let read = '';
    let offset = 0;
    for (;;) {
      const page = await jobs.logs.read(now, 'stdout', {
        offset,
        bytes: 10_000,
      });
      expect(page.offset).toBe(offset);
      read += page.text;
      offset = page.nextOffset;
      if (page.atEnd) break;
    }
    expect(text.startsWith(read)).toBe(true);
    expect(text.length - read.length).toBeLessThan(40);
    const tail = await jobs.logs.read(now, 'stdout', {
      offset: -100,
      bytes: 100,
    });
    expect(tail.text).toContain('Zeile 4998');
    await jobs.logs.dispose();
  });

  it('have logs of 200 MB, of which no more is in memory than a page', async () => {
    const { jobs } = await start(waiting);
    const { run } = await jobs.service.start(OWN_SCRIPT, by);
    const { run: now } = await jobs.store.get(run.id);
    const block = Buffer.from(
      `${'a line of a log that is long'.repeat(4)}\n`.repeat(9_000),
    );
    const blocks = Math.ceil((200 * 1024 ** 2) / block.length);
    const size = blocks * block.length;
    const packed: Buffer[] = [];
    const gzip = createGzip({ level: 1 });
    gzip.on('data', chunk => packed.push(chunk));
    for (let index = 0; index < blocks; index++) {
      if (!gzip.write(block)) await once(gzip, 'drain');
    }
    gzip.end();
    await once(gzip, 'end');
    await putLog(now, Buffer.concat(packed));

    const before = process.memoryUsage().rss;
    const page = { bytes: 64 * 1024 };
    const read = (offset: number) =>
      jobs.logs.read(now, 'stdout', { ...page, offset });
    const end = await read(-page.bytes);
    expect(end).toMatchObject({ nextOffset: size, atEnd: true });
    const middle = await read(size / 2);
    expect(middle.text).toContain('a line of a log that is long');
    expect(process.memoryUsage().rss - before).toBeLessThan(120 * 1024 ** 2);
    await jobs.logs.dispose();
  });
});
