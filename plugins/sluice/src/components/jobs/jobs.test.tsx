import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  catalogApiRef,
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { act, configure, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { team } from '../../__testUtils__/entities';
import { CARE, fakeSluiceApi, matrix } from '../../__testUtils__/fakeSluiceApi';
import { type SluiceApi, sluiceApiRef } from '../../api';
import { attestationsRouteRef, jobsRouteRef } from '../../routes';
import { downloadFile } from '../download/downloadFile';
import { clearQueries, QueryProvider } from '../QueryProvider';
import { JobsRoutes } from './JobsRoutes';
import { TeamJobsContent } from './TeamJobsContent';

jest.mock('../download/downloadFile');
jest.setTimeout(30_000);
configure({ asyncUtilTimeout: 5_000 });

const RESOURCES: Models.JobResources = {
  driverCores: 1,
  driverMemoryGb: 4,
  executorCores: 1,
  executorMemoryGb: 4,
  maxExecutors: 2,
};

const run = (overrides: Partial<Models.JobRun> = {}): Models.JobRun => ({
  id: 'run-1',
  team: matrix.teams[0],
  kind: 'script',
  name: 'patients-by-state',
  state: 'RUNNING',
  requestedBy: 'user:default/ana',
  requestedAt: '2026-01-03T00:00:00Z',
  submittedAt: '2026-01-03T00:00:01Z',
  origin: 'person',
  script: { name: 'patients.py', sha256: 'ab12'.repeat(16) },
  arguments: ['--limit', '5'],
  profile: 'seed',
  resources: RESOURCES,
  releaseLabel: 'emr-7.2.0',
  accountName: 'healthcare-consumer',
  roleArn: 'arn:aws:iam::222222222222:role/care-jobs',
  cost: { vcpu: 12, memoryGb: 44, usdPerHour: 0.168 },
  actions: ['cancel', 'readLogs'],
  ...overrides,
});

const verified = run({
  kind: 'verification',
  state: 'COMPLETED',
  finishedAt: '2026-01-03T00:01:21Z',
  cost: { vcpu: 12, memoryGb: 44, usdPerHour: 0.168, usd: 0.25 },
  attestation: { id: 'attestation-1', verdict: 'agrees' },
  actions: ['readLogs'],
});

const log = (overrides: Partial<Models.JobLog> = {}): Models.JobLog => ({
  stream: 'stdout',
  text: 'first\n',
  offset: 0,
  nextOffset: 6,
  atEnd: true,
  complete: true,
  ...overrides,
});

const options = (
  overrides: Partial<Models.JobOptions> = {},
): Models.JobOptions => ({
  team: matrix.teams[0],
  missing: [],
  notices: [],
  scripts: [],
  defaults: RESOURCES,
  limits: { resources: RESOURCES, runsAtOnce: 2, scriptBytes: 1000 },
  actions: ['run', 'verify'],
  ...overrides,
});

type OnMessage = (message: any) => void;

/** What the backend tells of runs; another channel is a mistake. */
function fakeSignals() {
  const subscribers = new Set<OnMessage>();
  return {
    api: {
      subscribe: (channel: string, onMessage: OnMessage) => {
        if (channel !== 'sluice:job-runs') throw new Error(channel);
        subscribers.add(onMessage);
        return { unsubscribe: () => subscribers.delete(onMessage) };
      },
    },
    say: (jobRunId: string) =>
      act(async () => subscribers.forEach(tell => tell({ jobRunId }))),
  };
}

const render = (
  api: Partial<SluiceApi>,
  at: string,
  content = (
    <QueryProvider>
      <JobsRoutes />
    </QueryProvider>
  ),
  signals = fakeSignals(),
) =>
  renderInTestApp(content, {
    apis: [
      [sluiceApiRef, fakeSluiceApi(api)],
      [catalogApiRef, catalogApiMock({ entities: [] })],
      [signalApiRef, signals.api],
    ],
    mountPath: '/sluice/jobs',
    mountedRoutes: {
      '/sluice/jobs': jobsRouteRef,
      '/sluice/attestations': attestationsRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
    },
    initialRouteEntries: [`/sluice/jobs${at}`],
  });

const renderTab = (api: Partial<SluiceApi>) =>
  render(
    api,
    '',
    <EntityProvider entity={team}>
      <TeamJobsContent />
    </EntityProvider>,
  );

const refuse = (error: Error) => async () => {
  throw error;
};

afterEach(() => {
  clearQueries();
  jest.useRealTimers();
});

describe('the list', () => {
  it('says what ran, of whom, how long, for how much, and what it proved', async () => {
    await render({ getJobRuns: async () => ({ items: [verified] }) }, '');
    const [, row] = within(
      await screen.findByRole('table', { name: 'Job runs' }),
    ).getAllByRole('row');
    expect(row).toHaveTextContent(
      /Verification.*Completed.*Patients Care Team.*2026.*1 min 20 s.*\$0\.25.*Agrees/,
    );
    expect(
      within(row).getByRole('link', { name: 'Verify access' }),
    ).toHaveAttribute('href', '/sluice/jobs/run-1');
    expect(within(row).getByRole('link', { name: 'Agrees' })).toHaveAttribute(
      'href',
      '/sluice/attestations/attestation-1',
    );
  });

  it('asks for what stands in the URL, and goes on to older ones', async () => {
    const getJobRuns = jest.fn(async ({ cursor }: { cursor?: string }) =>
      cursor
        ? { items: [run({ id: 'run-0', name: 'older', state: 'FAILED' })] }
        : { items: [run({ state: 'FAILED' })], nextCursor: 'page-2' },
    );
    const filter = { team: CARE, kind: 'script', state: 'FAILED' };
    await render({ getJobRuns }, `?${new URLSearchParams(filter)}`);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show older runs' }),
    );
    expect(await screen.findByText('older')).toBeVisible();
    expect(getJobRuns.mock.calls.map(([query]) => query)).toEqual([
      expect.objectContaining({ ...filter, cursor: undefined }),
      expect.objectContaining({ ...filter, cursor: 'page-2' }),
    ]);
  });

  it.each([
    ['', 'Nothing was run yet'],
    ['?state=FAILED', 'No job run matches'],
    ['?state=nonsense', 'Nothing was run yet'],
  ])('says why there is none at %s', async (query, title) => {
    await render({ getJobRuns: async () => ({ items: [] }) }, query);
    expect(await screen.findByText(title)).toBeVisible();
  });

  it('says what the person may not see', async () => {
    await render({ getJobRuns: refuse(new NotAllowedError('no')) }, '');
    expect(
      await screen.findByText('You may not see the job runs'),
    ).toBeVisible();
  });
});

describe('the tab of a team', () => {
  it('says what is missing, what is to be known, and when Sluice verifies', async () => {
    const getJobRuns = jest.fn(async () => ({ items: [run()] }));
    await renderTab({
      getJobOptions: async () =>
        options({
          missing: ['The role care-jobs is not there.'],
          notices: ['The sandbox has no Spark.'],
          reverification: {
            everyDays: 7,
            runsPerDay: 2,
            nextAt: '2026-01-09T00:00:00Z',
          },
        }),
      getJobRuns,
    });
    expect(
      // The buttons are described by it, too.
      await screen.findByText('The role care-jobs is not there.', {
        selector: 'li',
      }),
    ).toBeVisible();
    expect(screen.getByText('The sandbox has no Spark.')).toBeVisible();
    expect(
      screen.getByText(/Sluice verifies every 7 days; next on .*2026/),
    ).toBeVisible();
    expect(await screen.findByText('patients-by-state')).toBeVisible();
    expect(getJobRuns).toHaveBeenCalledWith(
      expect.objectContaining({ team: CARE }),
    );
  });

  it.each([
    ['The team runs no jobs', new NotFoundError('no')],
    ['You may not see the jobs of the team', new NotAllowedError('no')],
  ])('says why there is nothing to see: %s', async (title, error) => {
    await renderTab({ getJobOptions: refuse(error) });
    expect(await screen.findByText(title)).toBeVisible();
  });
});

describe('a run', () => {
  it('changes before the eyes, and says why it failed', async () => {
    const signals = fakeSignals();
    let now = run();
    await render(
      { getJobRun: async () => now, getJobLog: async () => log() },
      '/run-1',
      undefined,
      signals,
    );
    expect(await screen.findByText('Running')).toBeVisible();

    now = run({
      state: 'FAILED',
      failureReason: 'USER_ERROR',
      stateDetails: 'AccessDenied',
      explanation: 'The role may not read the table; ask its owner.',
      actions: ['readLogs'],
    });
    await signals.say('run-1');

    expect(await screen.findByText('The run failed')).toBeVisible();
    expect(screen.getByText(/may not read the table/)).toBeVisible();
    expect(screen.getByText(/USER_ERROR: AccessDenied/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Cancel the run' })).toBeNull();
  });

  it('is cancelled once that is confirmed', async () => {
    let now = run();
    const cancelJobRun = jest.fn(async () => {
      now = run({ state: 'CANCEL_PENDING', actions: ['readLogs'] });
      return now;
    });
    await render(
      {
        getJobRun: async () => now,
        getJobLog: async () => log(),
        cancelJobRun,
      },
      '/run-1',
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Cancel the run' }),
    );
    expect(cancelJobRun).not.toHaveBeenCalled();
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Cancel the run',
      }),
    );
    expect(await screen.findByText('Being cancelled')).toBeInTheDocument();
    expect(cancelJobRun).toHaveBeenCalledWith('run-1');
  });

  it('keeps its log from who may not read it', async () => {
    const getJobLog = jest.fn();
    await render(
      { getJobRun: async () => run({ actions: [] }), getJobLog },
      '/run-1',
    );
    expect(await screen.findByText(/only members of/)).toBeVisible();
    expect(getJobLog).not.toHaveBeenCalled();
  });
});

describe('a log', () => {
  const ended = run({ state: 'COMPLETED', actions: ['readLogs'] });
  const text = async () => (await screen.findByRole('log')).textContent;

  it('follows what is printed until nothing more comes', async () => {
    let first: (log: Models.JobLog) => void = () => {};
    const getJobLog = jest
      .fn<Promise<Models.JobLog>, [object]>()
      .mockReturnValueOnce(
        new Promise(resolve => {
          first = resolve;
        }),
      )
      .mockResolvedValue(
        log({ text: 'second\n', offset: 6, nextOffset: 13, complete: true }),
      );
    await render({ getJobRun: async () => ended, getJobLog }, '/run-1');
    await screen.findByText('Completed');
    jest.useFakeTimers();
    await act(async () => first(log({ complete: false })));
    expect(await text()).toBe('first\n');

    await act(() => jest.advanceTimersByTimeAsync(2_500));
    expect(await text()).toBe('first\nsecond\n');
    expect(getJobLog).toHaveBeenLastCalledWith(
      expect.objectContaining({ offset: 6 }),
    );

    await act(() => jest.advanceTimersByTimeAsync(60_000));
    expect(getJobLog).toHaveBeenCalledTimes(2);
  });

  it('keeps a window of a long one, which is moved both ways', async () => {
    // Twelve pages of ten bytes, of which eight are kept.
    const getJobLog = jest.fn(
      async ({ offset: asked = 0 }: { offset?: number }) => {
        const offset = asked < 0 ? 110 : asked;
        const page = `page ${String(offset / 10).padStart(3, '0')}.\n`;
        return log({
          text: page,
          offset,
          nextOffset: offset + 10,
          atEnd: offset === 110,
        });
      },
    );
    await render({ getJobRun: async () => ended, getJobLog }, '/run-1');
    await text();
    for (let page = 1; page < 10; page++) {
      await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
      await screen.findByText(new RegExp(`page 00${page}`));
    }
    expect((await text())!.match(/page \d+/g)).toEqual(
      [2, 3, 4, 5, 6, 7, 8, 9].map(page => `page 00${page}`),
    );

    await userEvent.click(screen.getByRole('button', { name: 'Load earlier' }));
    await screen.findByText(/page 000/);
    expect(await text()).not.toContain('page 009');

    await userEvent.click(screen.getByRole('button', { name: 'Jump to end' }));
    await screen.findByText(/page 011/);
    expect(await text()).toBe('page 011.\n');
    expect(getJobLog).toHaveBeenLastCalledWith(
      expect.objectContaining({ offset: -64 * 1024 }),
    );

    await userEvent.click(
      screen.getByRole('button', { name: 'Download what is shown' }),
    );
    expect(downloadFile).toHaveBeenCalledWith(
      'patients-by-state-stdout.log',
      'page 011.\n',
    );
  });

  it('is of the stream that stands in the URL, or says why there is none', async () => {
    const getJobLog = jest.fn(async () =>
      log({ text: '', nextOffset: 0, missing: 'Nothing was written.' }),
    );
    await render(
      { getJobRun: async () => ended, getJobLog },
      '/run-1?log=stderr',
    );
    expect(await screen.findByText('Nothing was written.')).toBeVisible();
    expect(getJobLog).toHaveBeenCalledWith(
      expect.objectContaining({ stream: 'stderr' }),
    );
    expect(screen.getByRole('tab', { name: /stderr/ })).toHaveAttribute(
      'aria-selected',
      'true',
    );
  });
});
