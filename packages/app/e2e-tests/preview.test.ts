import { expect, test } from '@playwright/test';
import { cell, openWhenReady } from './demo';
import { Person, personIn } from './requests';

const PATIENTS = 'resource:healthcare-producer/healthcare_db.patients';
const PATIENTS_CARE = 'group:default/patients-care';
const CLAIMS_CARE = 'group:default/claims-care';

const VISIBLE = [
  'patient_id',
  'patient_name',
  'date_of_birth',
  'gender',
  'city',
  'state',
  'created_at',
  'updated_at',
];

/** What the backend says to a preview, asked for without the page. */
async function ask({ page, token }: Person, team: string) {
  const response = await page.request.post(
    'http://localhost:7007/api/sluice/previews',
    {
      data: { team, table: PATIENTS },
      headers: { Authorization: await token() },
    },
  );
  return { status: response.status(), text: await response.text() };
}

test.describe('preview as a team', () => {
  test('says what it costs, then shows what the team reads and no more', async ({
    browser,
  }) => {
    const { page } = await personIn(browser, 'Amara Okafor');
    await openWhenReady(page, '/sluice/access-matrix', /8 of 9 columns/);
    await cell(page, /reads 8 of 9 columns of patients/).click();
    await page
      .getByRole('button', { name: 'Preview rows as this team' })
      .click();
    const dialog = page
      .getByRole('dialog')
      .filter({ hasText: 'Costs at most' });
    await expect(dialog).toContainText('less than 0.01 USD');
    await expect(dialog.getByRole('table')).toHaveCount(0);

    const answer = page.waitForResponse(
      response =>
        response.url().endsWith('/previews') &&
        response.request().method() === 'POST',
    );
    await dialog.getByRole('button', { name: 'Show rows' }).click();
    const text = await (await answer).text();
    const rows = dialog.getByRole('table', { name: 'Rows' });
    await expect(rows.getByRole('row')).toHaveCount(1 + 8);
    await expect(rows.getByRole('columnheader')).toHaveCount(8);
    await expect(dialog).toContainText('All 8 rows that the team reads');
    const { columns, rows: values, rowCount } = JSON.parse(text);
    expect(columns.map(({ name }: { name: string }) => name)).toEqual(VISIBLE);
    expect(values).toHaveLength(8);
    expect(rowCount).toBe(8);
    expect(text).not.toContain('ssn');
    // The values look like this in the table.
    expect(text).not.toMatch(/\d{3}-\d{2}-\d{4}/);
  });

  test('is refused to a team that reads nothing, and to whoever is in no team', async ({
    browser,
  }) => {
    const jonas = await personIn(browser, 'Jonas Lindqvist');
    const ofClaims = await ask(jonas, CLAIMS_CARE);
    expect(ofClaims.status).toBe(403);
    expect(ofClaims.text).toContain(
      'Claims Care Team can read nothing of patients',
    );
    expect((await ask(jonas, PATIENTS_CARE)).status).toBe(403);

    const grace = await personIn(browser, 'Grace Mensah');
    expect((await ask(grace, PATIENTS_CARE)).status).toBe(403);
    await openWhenReady(grace.page, '/sluice/access-matrix', /8 of 9 columns/);
    await cell(grace.page, /reads 8 of 9 columns of patients/).click();
    const dialog = grace.page.getByRole('dialog');
    await expect(
      dialog.getByRole('link', { name: 'Explain it in the explorer' }),
    ).toBeVisible();
    await expect(
      dialog.getByRole('button', { name: /Preview|Compare/ }),
    ).toHaveCount(0);
  });
});
