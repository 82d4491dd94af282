import { Browser, expect, test } from '@playwright/test';
import { cell, openWhenReady } from './demo';
import { askLakeFormation } from './lakeFormation';
import {
  askForPatients,
  decide,
  letDaysPass,
  Person,
  personIn,
  phase,
} from './requests';

const ASKED = {
  columns: ['patient_id', 'patient_name', 'gender', 'city', 'state'],
  rowFilter: "state = 'Texas'",
  days: 30,
  purpose: 'Claims of Texas are compared with where patients live',
};
const ROLE =
  'arn:aws:iam::444455556666:role/emr_on_eks_fgac_job_team2_execution_role';
/** Filters that the demo has without a request. */
let filtersBefore: string[];

/** What Lake Formation holds that it did not hold before the first request. */
function grantedSince() {
  const { filters, selects } = askLakeFormation('patients');
  const added = Object.keys(filters).filter(
    name => !filtersBefore.includes(name),
  );
  return {
    filters: added.map(name => filters[name]),
    selects: selects.filter(({ filter }) => added.includes(filter)),
  };
}

/** The grant's entity, as the catalog has it for the auditor. */
async function entityOf({ api }: Person) {
  const filter = [
    'kind=AccessGrant',
    'spec.team=group:default/claims-care',
    'spec.table=resource:healthcare-producer/healthcare_db.patients',
  ].join(',');
  const { items } = await api(
    'GET',
    `catalog/entities/by-query?filter=${encodeURIComponent(filter)}`,
  );
  return items[0];
}

/** Starts a campaign about all that the person owns, and stays on its page. */
async function startReview({ page }: Person, title: string) {
  await page.goto('/sluice/reviews');
  await page.getByRole('button', { name: /^Start a review/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /^Title/ }).fill(title);
  await dialog.getByRole('button', { name: 'Start the review' }).click();
  await page.waitForURL(/\/sluice\/reviews\/[0-9a-f-]{36}/);
}

test.describe('the life of a grant', () => {
  test.setTimeout(300_000);
  // Each goes on from where the one before it stopped.
  test.describe.configure({ mode: 'serial' });

  let consumer: Person;
  let owner: Person;
  let auditor: Person;

  async function signInAll(browser: Browser) {
    consumer = await personIn(browser, 'Jonas Lindqvist');
    owner = await personIn(browser, 'Priya Raman');
    auditor = await personIn(browser, 'Grace Mensah');
  }

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(300_000);
    await signInAll(browser);
    await openWhenReady(
      auditor.page,
      '/sluice/access-matrix',
      /8 of 9 columns/,
    );
    filtersBefore = Object.keys(askLakeFormation('patients').filters);
  });

  test('is asked for, narrowed, given, and ends by itself', async () => {
    const request = await askForPatients(consumer, ASKED);
    // Nobody decides what their own team asks for.
    await expect(
      consumer.page.getByRole('button', { name: /^Approve/ }),
    ).toHaveCount(0);
    expect(grantedSince()).toEqual({ filters: [], selects: [] });

    await owner.page.goto('/sluice/requests');
    await owner.page.getByRole('link', { name: /Claims Care Team/ }).click();
    await expect(
      owner.page.getByText(
        "Claims Care Team gains healthcare_db.patients: 5 of 9 columns, rows where state = 'Texas'.",
      ),
    ).toBeVisible();
    await owner.page
      .getByRole('button', { name: /^Approve with less/ })
      .click();
    const dialog = owner.page.getByRole('dialog');
    await dialog.getByText(/^patient_name ·/).click();
    await dialog
      .getByLabel(/^Row filter/)
      .fill("state = 'Texas' and gender = 'F'");
    await dialog.getByRole('button', { name: 'Approve with less' }).click();
    await expect(dialog).toBeHidden();

    // Without a reload: the page is told.
    await expect(phase(consumer.page, 'Active')).toBeVisible({
      timeout: 60_000,
    });
    expect(grantedSince()).toEqual({
      filters: [
        {
          columns: ['patient_id', 'gender', 'city', 'state'],
          rows: "state = 'Texas' and gender = 'F'",
        },
      ],
      selects: [{ principal: ROLE, filter: expect.stringMatching(/^sluice_/) }],
    });
    const reads =
      /^Claims Care Team reads 4 of 9 columns of patients, rows where state = 'Texas' and gender = 'F'$/;
    for (const { page } of [consumer, auditor]) {
      await openWhenReady(page, '/sluice/access-matrix', /4 of 9 columns/);
      await expect(cell(page, reads)).toBeVisible();
    }
    await expect
      .poll(async () => (await entityOf(auditor))?.spec, { timeout: 60_000 })
      .toMatchObject({
        origin: 'request',
        level: 'partial',
        columns: ['patient_id', 'gender', 'city', 'state'].map(name =>
          expect.objectContaining({ name }),
        ),
        agreements: [
          expect.objectContaining({
            request: request.split('/').pop(),
            requestedBy: 'user:default/jonas.lindqvist',
            approvedBy: ['user:default/priya.raman'],
          }),
        ],
      });

    await consumer.page.goto(request);
    await letDaysPass(consumer, 29);
    await expect(phase(consumer.page, 'Active')).toBeVisible();
    await letDaysPass(consumer, 2);
    await expect(phase(consumer.page, 'Expired')).toBeVisible({
      timeout: 60_000,
    });
    await expect(
      consumer.page.getByText(/may have read until/).first(),
    ).toBeVisible();
    expect(grantedSince()).toEqual({ filters: [], selects: [] });
    await expect(async () => {
      await auditor.page.goto('/sluice/access-matrix');
      await expect(
        cell(auditor.page, /^Claims Care Team reads nothing of patients$/),
      ).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 90_000 });
    await expect
      .poll(async () => await entityOf(auditor), { timeout: 60_000 })
      .toBeUndefined();
  });

  test('is denied, with a reason that the team reads', async () => {
    const request = await askForPatients(consumer, ASKED);
    await owner.page.goto(request);
    await decide(owner, {
      open: /^Deny/,
      confirm: /^Deny/,
      text: 'Ask for counts instead',
    });
    await expect(phase(consumer.page, 'Denied')).toBeVisible();
    await expect(
      consumer.page.getByText(/Ask for counts instead/).first(),
    ).toBeVisible();
    expect(grantedSince()).toEqual({ filters: [], selects: [] });
  });

  test('is extended before its end, and revoked by its owner', async () => {
    const request = await askForPatients(consumer, ASKED);
    await owner.page.goto(request);
    await decide(owner, { open: /^Approve…$/, confirm: /^Approve/ });
    await expect(phase(consumer.page, 'Active')).toBeVisible({
      timeout: 60_000,
    });
    await letDaysPass(consumer, 20);
    await decide(consumer, {
      open: /^Extend/,
      confirm: /^Request$/,
      text: 'The programme goes on',
    });
    await consumer.page.waitForURL(
      url =>
        /requests\/[0-9a-f-]{36}/.test(url.pathname) &&
        url.pathname !== request,
    );
    const extension = new URL(consumer.page.url()).pathname;
    await owner.page.goto(extension);
    await decide(owner, { open: /^Approve…$/, confirm: /^Approve/ });
    await expect(phase(consumer.page, 'Active')).toBeVisible({
      timeout: 60_000,
    });
    await owner.page.goto(request);
    await expect(phase(owner.page, 'Superseded')).toBeVisible();
    // Past the first end: the extension holds.
    await letDaysPass(consumer, 15);
    expect(grantedSince().selects).toHaveLength(1);
    await consumer.page.goto(extension);
    await expect(phase(consumer.page, 'Active')).toBeVisible();

    await owner.page.goto(extension);
    await decide(owner, {
      open: /^Revoke/,
      confirm: /^Revoke/,
      text: 'The programme was stopped',
    });
    await expect(phase(consumer.page, 'Revoked')).toBeVisible({
      timeout: 60_000,
    });
    expect(grantedSince()).toEqual({ filters: [], selects: [] });
  });

  test('is kept in one review, revoked in the next, and the auditor reads it all', async () => {
    const request = await askForPatients(consumer, ASKED);
    await owner.page.goto(request);
    await decide(owner, { open: /^Approve…$/, confirm: /^Approve/ });
    await expect(phase(consumer.page, 'Active')).toBeVisible({
      timeout: 60_000,
    });

    await startReview(owner, 'Access in the first quarter');
    await owner.page.getByRole('button', { name: /^Keep Claims Care/ }).click();
    await expect(
      owner.page.getByRole('button', { name: /^Keep Claims Care/ }),
    ).toHaveCount(0);
    expect(grantedSince().selects).toHaveLength(1);

    await startReview(owner, 'Access in the second quarter');
    await owner.page
      .getByRole('button', { name: /^Revoke Claims Care/ })
      .click();
    const dialog = owner.page.getByRole('dialog');
    await dialog.getByLabel(/^Reason/).fill('Nobody uses it');
    await dialog.getByRole('button', { name: /^Revoke/ }).click();
    await expect(phase(consumer.page, 'Revoked')).toBeVisible({
      timeout: 60_000,
    });
    expect(grantedSince()).toEqual({ filters: [], selects: [] });

    await auditor.page.goto(
      `/sluice/history?request=${request.split('/').pop()}`,
    );
    for (const text of [
      /jonas\.lindqvist submitted the request/,
      /priya\.raman approved/,
      /access is active/,
      /Nobody uses it/,
    ]) {
      await expect(auditor.page.getByText(text).first()).toBeVisible();
    }
    await expect(
      auditor.page.getByRole('button', { name: /^(Approve|Revoke)/ }),
    ).toHaveCount(0);
  });
});
