import { ConflictError, NotAllowedError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import {
  act,
  configure,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { sluiceApiRef, type SluiceApi } from '../../api';
import {
  CARE,
  CLAIMS,
  fakeSluiceApi,
  matrix,
  PATIENTS,
} from '../../__testUtils__/fakeSluiceApi';
import { jobsRouteRef } from '../../routes';
import { clearQueries, QueryProvider } from '../QueryProvider';
import { RunJobButtons } from './RunJobButtons';

// Dialogs take jsdom long on a busy machine.
jest.setTimeout(30_000);
configure({ asyncUtilTimeout: 5_000 });

const options = (
  overrides: Partial<Models.JobOptions> = {},
): Models.JobOptions => ({
  team: matrix.teams[0],
  missing: [],
  notices: [],
  scripts: [
    {
      name: 'patients_care_team',
      title: 'Patients and their claims',
      description: 'Shows all patients that the team may read.',
      sha256: 'a'.repeat(64),
    },
  ],
  defaults: {
    driverCores: 1,
    driverMemoryGb: 4,
    executorCores: 1,
    executorMemoryGb: 4,
    maxExecutors: 2,
  },
  limits: {
    resources: {
      driverCores: 4,
      driverMemoryGb: 16,
      executorCores: 4,
      executorMemoryGb: 16,
      maxExecutors: 10,
    },
    runsAtOnce: 2,
    scriptBytes: 1000,
  },
  actions: ['run', 'verify'],
  ...overrides,
});

const check = (overrides: Partial<Models.JobCheck> = {}): Models.JobCheck => ({
  problems: [],
  cost: { vcpu: 12, memoryGb: 44, usdPerHour: 0.168 },
  request: { name: 'patients_care_team' },
  ...overrides,
});

/** Of a run, only the id matters here. */
const started = { id: 'run-1' } as Models.JobRun;

const expectation = (
  overrides: Partial<Models.TableExpectation>,
): Models.TableExpectation => ({
  table: matrix.tables[0].ref,
  tableEntityRef: PATIENTS,
  name: 'dev.healthcare_db.patients',
  access: 'readable',
  columns: ['patient_id', 'city', 'state'],
  rowFilter: "state in ('Texas', 'New York')",
  basis: 'declared',
  revision: 'r1',
  ...overrides,
});

function renderButtons(
  answers: Partial<SluiceApi> = {},
  of: Models.JobOptions = options(),
) {
  renderInTestApp(
    <QueryProvider>
      <Routes>
        <Route path="/sluice/jobs/run-1" element={<h1>The run</h1>} />
        <Route path="*" element={<RunJobButtons options={of} />} />
      </Routes>
    </QueryProvider>,
    {
      apis: [
        [
          sluiceApiRef,
          fakeSluiceApi({ checkJob: async () => check(), ...answers }),
        ],
      ],
      mountedRoutes: { '/sluice/jobs': jobsRouteRef },
    },
  );
}

async function open(name: 'Run a job' | 'Verify access') {
  await userEvent.click(await screen.findByRole('button', { name }));
  return within(await screen.findByRole('dialog'));
}

const choose = (name: RegExp) =>
  userEvent.click(screen.getByRole('radio', { name }));

async function enabled(name: 'Run' | 'Verify') {
  const button = screen.getByRole('button', { name });
  await waitFor(() => expect(button).toBeEnabled());
  return button;
}

/** At once, as when it is pasted. */
const paste = (label: RegExp, value: string) =>
  fireEvent.change(screen.getByRole('textbox', { name: label }), {
    target: { value },
  });

const editor = () =>
  screen.getByRole<HTMLTextAreaElement>('textbox', {
    name: 'Text of the script',
  });

describe('RunJobButtons', () => {
  afterEach(clearQueries);

  it('runs a script of the house once, though it is pressed twice', async () => {
    let answer = () => {};
    const createJobRun = jest.fn(
      (_: Models.JobDraft) =>
        new Promise<Models.JobRun>(resolve => {
          answer = () => resolve(started);
        }),
    );
    const checkJob = jest.fn(async (_: Models.JobDraft) => check());
    renderButtons({ createJobRun, checkJob });

    const dialog = await open('Run a job');
    expect(dialog.getByRole('button', { name: 'Run' })).toBeDisabled();
    expect(dialog.getByText('Choose a script.')).toBeInTheDocument();
    await choose(/^Patients and their claims/);
    paste(/^Arguments/, '--state\n\nTexas, New York\n');
    const run = await enabled('Run');
    expect(
      dialog.getByText('At most 12 vCPU, 44 GB, $0.17 an hour'),
    ).toBeInTheDocument();
    await userEvent.click(
      dialog.getByRole('button', { name: 'Request to EMR' }),
    );
    expect(
      dialog.getByText('"name": "patients_care_team"', { exact: false }),
    ).toBeVisible();

    // Before it is answered, and before anything is drawn anew.
    act(() => {
      run.click();
      run.click();
    });
    await waitFor(() => expect(createJobRun).toHaveBeenCalled());
    await userEvent.click(run);
    act(() => answer());
    expect(
      await screen.findByRole('heading', { name: 'The run' }),
    ).toBeInTheDocument();
    const draft = {
      team: CARE,
      kind: 'script',
      script: { name: 'patients_care_team' },
      arguments: ['--state', 'Texas, New York'],
    };
    expect(checkJob.mock.lastCall).toEqual([draft]);
    expect(createJobRun.mock.calls).toEqual([
      [{ ...draft, requestKey: expect.stringMatching(/^[0-9a-f]{32}$/) }],
    ]);
  });

  it('shows the line of a problem, and runs no script that has one', async () => {
    const content = 'import os\ndf.rdd.collect()\nprint(1)\n';
    renderButtons({
      checkJob: async draft =>
        check({
          problems: [
            {
              rule: 'V9',
              severity: 'warning',
              message: 'The session is not stopped.',
            },
            ...(draft.script?.content === content
              ? [
                  {
                    rule: 'V4',
                    severity: 'error' as const,
                    message: 'RDDs are blocked.',
                    line: 2,
                    column: 4,
                  },
                ]
              : []),
          ],
        }),
    });
    const dialog = await open('Run a job');
    await choose(/^My own script/);
    await userEvent.upload(
      screen.getByLabelText('File of the script'),
      new File([content.replace(/\n/g, '\r\n')], 'my script.py'),
    );
    await waitFor(() => expect(editor()).toHaveValue(content));
    expect(
      screen.getByRole('textbox', { name: /^Name of the script/ }),
    ).toHaveValue('my-script.py');

    const problems = await dialog.findByRole('list', { name: 'Problems' });
    expect(
      within(problems)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'Error, rule V4RDDs are blocked.Go to line 2:4',
      'Warning, rule V9The session is not stopped.',
    ]);
    expect(await dialog.findByText('This cannot run as it is.')).toBeVisible();
    const run = screen.getByRole('button', { name: 'Run' });
    expect(run).toBeDisabled();
    expect(run).toHaveAccessibleDescription('A problem keeps it from running.');

    await userEvent.click(dialog.getByRole('button', { name: /line 2:4/ }));
    expect(editor()).toHaveFocus();
    const { value, selectionStart, selectionEnd } = editor();
    expect(value.slice(selectionStart, selectionEnd)).toBe('df.rdd.collect()');

    // A warning does not keep it from running.
    paste(/^Text of the script/, 'print(1)');
    await enabled('Run');
    expect(dialog.getByText('The session is not stopped.')).toBeVisible();
  });

  it('takes no script that is too long, misnamed or no text', async () => {
    const checkJob = jest.fn(async () => check());
    renderButtons({ checkJob });
    await open('Run a job');
    await choose(/^My own script/);
    const upload = (content: BlobPart, name: string) =>
      userEvent.upload(
        screen.getByLabelText('File of the script'),
        new File([content], name),
      );
    await upload('x'.repeat(1001), 'long.py');
    expect(await screen.findByText(/^long.py has 1001 bytes/)).toBeVisible();
    await upload(new Uint8Array([0xff, 0xfe, 0x00]), 'data.py');
    expect(await screen.findByText(/^data.py is no text/)).toBeVisible();

    const run = screen.getByRole('button', { name: 'Run' });
    // Each takes two bytes.
    paste(/^Text of the script/, 'é'.repeat(501));
    expect(run).toHaveAccessibleDescription(/longer than 1000 bytes/);
    paste(/^Text of the script/, 'print(1)');
    paste(/^Name of the script/, 'my script');
    expect(run).toHaveAccessibleDescription(/letters, digits, dots/);
    expect(checkJob).not.toHaveBeenCalled();
  });

  it('keeps what was typed when the call fails, and tries the same run again', async () => {
    const keys: unknown[] = [];
    const failures = [
      new TypeError('Failed to fetch'),
      new ConflictError('2 runs of the team are under way; wait for one.'),
      new NotAllowedError('You are in no team that may run this.'),
    ];
    renderButtons({
      createJobRun: async ({ requestKey }) => {
        keys.push(requestKey);
        const failure = failures.shift();
        if (failure) throw failure;
        return started;
      },
    });
    const dialog = await open('Run a job');
    await choose(/^My own script/);
    paste(/^Text of the script/, 'print(1)');
    paste(/^Name of the script/, 'mine.py');
    const run = await enabled('Run');
    for (const message of [
      /Failed to fetch/,
      /2 runs of the team are under way/,
      /You are in no team that may run this/,
    ]) {
      await userEvent.click(run);
      expect(await dialog.findByText(message)).toBeVisible();
      expect(editor()).toHaveValue('print(1)');
    }
    await userEvent.click(run);
    await screen.findByRole('heading', { name: 'The run' });
    // After the lost answer the same; after the conflict, another run.
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[1]);
    expect(keys[3]).toBe(keys[2]);
  });

  it('verifies with what a person knows of the rows', async () => {
    const createJobRun = jest.fn(async (_: Models.JobDraft) => started);
    renderButtons({
      createJobRun,
      checkJob: async () =>
        check({
          expectations: [
            expectation({}),
            expectation({
              tableEntityRef: CLAIMS,
              name: 'dev.healthcare_db.claims',
              access: 'denied',
              columns: [],
              rowFilter: undefined,
            }),
            expectation({
              tableEntityRef: 'resource:producer/other',
              name: 'dev.healthcare_db.other',
              doubt: 'The table was not read.',
            }),
          ],
        }),
    });
    const dialog = await open('Verify access');
    const tables = within(
      await dialog.findByRole('list', {
        name: 'What is expected of each table',
      }),
    ).getAllByRole('listitem');
    expect(tables[0]).toHaveTextContent(
      "patients3 columnsRows where state in ('Texas', 'New York')",
    );
    expect(tables[1]).toHaveTextContent('Must be denied');
    expect(tables[2]).toHaveTextContent('Left out. The table was not read.');

    // Only where something can be read.
    const [rows, ...others] = within(tables[0].parentElement!).getAllByRole(
      'textbox',
    );
    expect(others).toEqual([]);
    await userEvent.type(rows, '8');
    await userEvent.tab();
    await userEvent.click(await enabled('Verify'));
    await screen.findByRole('heading', { name: 'The run' });
    expect(createJobRun).toHaveBeenCalledWith({
      team: CARE,
      kind: 'verification',
      expectedRows: [{ table: PATIENTS, rows: 8 }],
      requestKey: expect.any(String),
    });
  });

  it('sends the configuration and the resources only where they were chosen', async () => {
    const checkJob = jest.fn(async (_: Models.JobDraft) => check());
    renderButtons({ checkJob });
    const dialog = await open('Run a job');
    await choose(/^Patients and their claims/);
    await userEvent.click(dialog.getByRole('button', { name: 'Advanced' }));
    await choose(/^As documented/);
    const most = dialog.getByRole('textbox', { name: /^Executors at most/ });
    await userEvent.clear(most);
    await userEvent.tab();
    expect(
      screen.getByRole('button', { name: 'Run' }),
    ).toHaveAccessibleDescription('Fill in all resources, below Advanced.');
    await userEvent.type(most, '3');
    await userEvent.tab();
    await enabled('Run');
    expect(checkJob.mock.lastCall).toEqual([
      {
        team: CARE,
        kind: 'script',
        script: { name: 'patients_care_team' },
        profile: 'documented',
        resources: { ...options().defaults, maxExecutors: 3 },
      },
    ]);
  });

  it('says that a check failed, and repeats it', async () => {
    const failures = [new Error('The backend is away.')];
    renderButtons({
      checkJob: async () => {
        const failure = failures.shift();
        if (failure) throw failure;
        return check();
      },
    });
    const dialog = await open('Run a job');
    await choose(/^Patients and their claims/);
    expect(await dialog.findByText('The backend is away.')).toBeVisible();
    await userEvent.click(dialog.getByRole('button', { name: 'Try again' }));
    expect(await dialog.findByText('This can run.')).toBeVisible();
  });

  it('says what is missing instead of opening', async () => {
    const missing = 'The team has no virtual cluster. Onboard it first.';
    renderButtons({}, options({ missing: [missing] }));
    const run = await screen.findByRole('button', { name: 'Run a job' });
    expect(run).toBeDisabled();
    expect(run).toHaveAccessibleDescription(missing);
    await userEvent.click(run);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('offers only what the person may do', async () => {
    renderButtons({}, options({ actions: ['verify', 'cancel'] }));
    await screen.findByRole('button', { name: 'Verify access' });
    expect(
      screen.queryByRole('button', { name: 'Run a job' }),
    ).not.toBeInTheDocument();
  });
});
