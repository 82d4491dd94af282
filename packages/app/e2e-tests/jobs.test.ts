import { Browser, expect, Page, test } from '@playwright/test';
import { openWhenReady } from './demo';
import { setRowFilter } from './lakeFormation';
import { Person, personIn } from './requests';

/** Of the demo; each is a member of one team. */
const TEAMS = {
  'Amara Okafor': 'patients-care',
  'Jonas Lindqvist': 'claims-care',
} as const;

const DECLARED = "state in ('Texas', 'New York')";
const WIDER = "state in ('Texas', 'New York', 'California')";

/** What each verification proves of the healthcare tables. */
const PROVED = [
  ['Patients Care Team', 'patients'],
  ['Patients Care Team', 'claims'],
  ['Claims Care Team', 'claims'],
  ['Claims Care Team', 'patients'],
];

/** A job run waits for those before it, and starts a Spark. */
const LONGEST_RUN_MS = 150_000;

/** Opens the jobs of the person's team. */
async function jobsOf(browser: Browser, name: keyof typeof TEAMS) {
  const person = await personIn(browser, name);
  await openWhenReady(
    person.page,
    `/catalog/default/group/${TEAMS[name]}/jobs`,
    /Run a job/,
  );
  return person;
}

async function runScript({ page }: Person, title: string) {
  await page.getByRole('button', { name: 'Run a job' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(title, { exact: true }).click();
  const run = dialog.getByRole('button', { name: 'Run', exact: true });
  await expect(run).toBeEnabled();
  // Twice: it is one run.
  await run.dblclick();
  await page.waitForURL(/\/sluice\/jobs\/[^/]+$/);
}

async function verify({ page }: Person) {
  await page.getByRole('button', { name: 'Verify access' }).click();
  const run = page
    .getByRole('dialog')
    .getByRole('button', { name: /^(Run|Verify)/ });
  await expect(run).toBeEnabled();
  await run.click();
  await page.waitForURL(/\/sluice\/jobs\/[^/]+$/);
}

const ended = (page: Page, state: RegExp) =>
  expect(page.getByText(state).first()).toBeVisible({
    timeout: LONGEST_RUN_MS,
  });

const logOf = (page: Page) => page.getByRole('log', { name: /^stdout of/ });

/** Rows of the tables that `show` printed. */
async function shownRows(page: Page): Promise<string[][]> {
  const log = await logOf(page).innerText();
  return log
    .split('\n')
    .filter(line => line.startsWith('|'))
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    );
}

test.describe('jobs', () => {
  test.setTimeout(600_000);

  test('read what Lake Formation opens to the team, and no more', async ({
    browser,
  }) => {
    const amara = await jobsOf(browser, 'Amara Okafor');
    const jonas = await jobsOf(browser, 'Jonas Lindqvist');
    await runScript(amara, 'Patients and their claims');
    await runScript(jonas, 'Claims, and an attempt at patients');

    await ended(amara.page, /Completed/);
    await expect(logOf(amara.page)).toContainText('Job Complete');
    const seen = await shownRows(amara.page);
    const patients = seen.slice(1, 9);
    expect(seen[0]).toEqual([
      'patient_id',
      'patient_name',
      'date_of_birth',
      'gender',
      'city',
      'state',
      'created_at',
      'updated_at',
    ]);
    expect(patients.map(([id]) => id).sort()).toEqual(
      [1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012].map(String),
    );
    // Seed reference 3.4.
    expect(seen.slice(10).map(row => row.slice(0, 4).join(' '))).toEqual([
      'New York CLM010 2025-03-19 fgac10 Amanda',
      'New York CLM009 2025-03-26 fgac9 James',
      'Texas CLM007 2025-03-16 fgac7 Michael',
      'Texas CLM008 2025-03-21 fgac8 Lisa',
      'Texas CLM005 2025-03-22 fgac5 Robert',
      'Texas CLM006 2025-03-27 fgac6 Emily',
    ]);

    // A denial is no success.
    await ended(jonas.page, /Failed/);
    await expect(logOf(jonas.page)).toContainText(
      'Access Denied Error! Please check your Lake Formation permission(s) on rl_patients',
    );
    const claims = await shownRows(jonas.page);
    expect(claims).toHaveLength(11);
    expect(claims[0]).toHaveLength(10);

    // Nobody else reads the log, or runs as the team.
    const [, runId] = /jobs\/([^/?]+)/.exec(amara.page.url())!;
    const asJonas = async (method: string, path: string, data?: object) =>
      (
        await jonas.page.request.fetch(
          `http://localhost:7007/api/sluice/${path}`,
          { method, data, headers: { Authorization: await jonas.token() } },
        )
      ).status();
    expect(await asJonas('GET', `job-runs/${runId}/logs/stdout`)).toBe(404);
    expect(
      await asJonas('POST', 'job-runs', {
        team: 'group:default/patients-care',
        kind: 'script',
        script: { name: 'patients_care_team' },
      }),
    ).toBe(403);
  });

  test('prove what each team reads, and show when it is something else', async ({
    browser,
  }) => {
    const amara = await jobsOf(browser, 'Amara Okafor');
    const jonas = await jobsOf(browser, 'Jonas Lindqvist');
    await verify(amara);
    await verify(jonas);
    for (const { page } of [amara, jonas]) {
      await expect(
        page.getByRole('link', { name: /agrees/i }).first(),
      ).toBeVisible({ timeout: LONGEST_RUN_MS });
    }
    const grace = await personIn(browser, 'Grace Mensah');
    await grace.page.goto('/sluice/access-matrix?view=stages');
    for (const [team, table] of PROVED) {
      const row = grace.page
        .getByRole('row')
        .filter({ hasText: team })
        .filter({ hasText: `healthcare_db.${table}` });
      await expect(row).toContainText('Agrees');
      await expect(
        row.getByRole('link', { name: 'The attestation' }),
      ).toBeVisible();
    }

    setRowFilter(WIDER);
    try {
      await amara.page.goto('/catalog/default/group/patients-care/jobs');
      await verify(amara);
      await amara.page
        .getByRole('link', { name: /differs/i })
        .first()
        .click({ timeout: LONGEST_RUN_MS });
      await expect(
        amara.page.getByText(/12 rows, 4 of which/).first(),
      ).toBeVisible();
    } finally {
      setRowFilter(DECLARED);
    }
    const lena = await personIn(browser, 'Lena Fischer');
    const open = async (): Promise<string[]> => {
      const { items } = await lena.api('GET', 'sluice/drift?status=open');
      return items.map(({ cause }: { cause: string }) => cause);
    };
    await expect.poll(open, { timeout: 60_000 }).toContain('proofFailed');

    // What is as declared again, and proved to be, is no difference any more.
    await amara.page.goto('/catalog/default/group/patients-care/jobs');
    await verify(amara);
    await expect(
      amara.page.getByRole('link', { name: /agrees/i }).first(),
    ).toBeVisible({ timeout: LONGEST_RUN_MS });
    await expect(async () => {
      await lena.api('POST', 'sluice/observations', {});
      expect(await open()).toEqual([]);
    }).toPass({ timeout: 90_000, intervals: [5_000] });
  });
});
