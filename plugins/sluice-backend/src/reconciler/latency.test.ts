import { createMockDirectory } from '@backstage/backend-test-utils';
import { Change, JournalEntry } from '@sluice/plugin-sluice-common';
import { setTimeout } from 'timers/promises';
import { connectionOver } from './__testUtils__/connectionOver';
import {
  populationResearch,
  startSeededEstate,
} from './__testUtils__/onboarding';
import { sharedDatabases } from './__testUtils__/sharedDatabases';
import { startReconciler, succeeded } from './__testUtils__/startReconciler';
import { startWire } from './__testUtils__/startWire';
import {
  DEFAULT_RECONCILER_OPTIONS,
  ReconcilerOptions,
} from './createReconciler';

jest.setTimeout(5 * 60_000);

/** Of each call to AWS and Kubernetes, on top of what the sandbox takes. */
const LATENCY_MS = 100;
/** Wall time over critical path, at most. */
const TARGET = 1.3;

const directory = createMockDirectory();
const databases = sharedDatabases(directory);
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** When a call was on the way. */
class CallTimes {
  private readonly times: { from: number; to: number }[] = [];
  private under = 0;

  begin(): void {
    if (this.under === 0) this.times.push({ from: Date.now(), to: Infinity });
    this.under += 1;
  }

  end(): void {
    this.under -= 1;
    if (this.under === 0) this.times.at(-1)!.to = Date.now();
  }

  /** Milliseconds of a time in which one was. */
  busy(from: number, to: number): number {
    return this.times
      .map(time => Math.min(to, time.to) - Math.max(from, time.from))
      .reduce((sum, ms) => sum + Math.max(0, ms), 0);
  }
}

// What else the machine does is in the figures, so it is run on request.
const benchmark = process.env.SLUICE_BENCH ? describe : describe.skip;

benchmark('onboarding', () => {
  it('takes little longer than its longest chain of calls', async () => {
    const { knex } = await databases.open('SQLITE_3');
    const estate = await startSeededEstate(directory, knex);
    const calls = new CallTimes();
    const wire = await startWire(estate, {
      onCall: () => {
        calls.begin();
        return setTimeout(LATENCY_MS);
      },
      onAnswer: () => {
        calls.end();
        return true;
      },
    });
    closing.push(wire.close);
    const apply = async (options: ReconcilerOptions) => {
      const reconciler = await startReconciler({
        knex,
        connection: connectionOver(wire.network),
        reconciler: options,
      });
      closing.push(reconciler.stop);
      const plan = await reconciler.plan(populationResearch, 'apply');
      return succeeded(await reconciler.apply(plan));
    };

    const serial = await apply({
      ...DEFAULT_RECONCILER_OPTIONS,
      concurrency: 1,
    });
    const path = longestChain(serial, ({ from, to }) => calls.busy(from, to));
    const inPeace = await startReconciler({
      knex,
      connection: estate.connection,
    });
    await inPeace.remove(populationResearch);
    const change = await apply(DEFAULT_RECONCILER_OPTIONS);
    const wallMs = timeOf(change, 'succeeded') - timeOf(change, 'taken');

    const ratio = wallMs / path.ms;
    process.stdout.write(
      `${JSON.stringify({
        latencyMs: LATENCY_MS,
        serialMs: timeOf(serial, 'succeeded') - timeOf(serial, 'taken'),
        criticalPathMs: path.ms,
        wallMs,
        ratio: Number(ratio.toFixed(2)),
        criticalPath: path.steps,
      })}\n`,
    );
    expect(ratio).toBeLessThanOrEqual(TARGET);
  });
});

/** The chain of steps, each waiting for the one before, that takes longest. */
function longestChain(
  { plan, journal }: Change,
  duration: (span: { from: number; to: number }) => number,
): { ms: number; steps: string[] } {
  const at = (event: JournalEntry['event'], id: string) =>
    Date.parse(
      journal.find(each => each.event === event && each.stepId === id)!.at,
    );
  const chains = new Map<string, { ms: number; steps: string[] }>();
  let longest = { ms: 0, steps: [] as string[] };
  // Steps are listed after those that they depend on.
  for (const { id, title, dependsOn } of plan.steps) {
    const before = dependsOn
      .map(each => chains.get(each)!)
      .reduce((a, b) => (b.ms > a.ms ? b : a), { ms: 0, steps: [] });
    const ms = duration({ from: at('started', id), to: at('done', id) });
    const chain = {
      ms: before.ms + ms,
      steps: [...before.steps, `${ms} ms ${title}`],
    };
    chains.set(id, chain);
    if (chain.ms > longest.ms) longest = chain;
  }
  return longest;
}

function timeOf({ journal }: Change, event: JournalEntry['event']): number {
  return Date.parse(journal.find(each => each.event === event)!.at);
}
