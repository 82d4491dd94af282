import { expect, Page, test } from '@playwright/test';
import { cell, openWhenReady, signInAs } from './demo';

const TEAM = 'Population Research';

/** Goes through the form of the template, up to its last page. */
async function fillInTheForm(page: Page) {
  await page.goto('/create/templates/default/onboard-consumer-team');
  await expect(page.getByLabel(/Job execution role/)).toHaveValue(/team3/);
  const add = page.getByRole('button', { name: /^Add/ });
  // The team is taken only once the catalog has said that there is one.
  await expect(async () => {
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(add).toBeVisible({ timeout: 3_000 });
  }).toPass();

  await add.click();
  await page.getByRole('combobox', { name: 'Table' }).fill('patients');
  await page.getByRole('option', { name: /patients/ }).click();
  for (const column of ['patient_id', 'gender', 'city', 'state']) {
    // The box itself is drawn beside a hidden input.
    await page.getByText(new RegExp(`^${column} ·`)).click();
  }
  const rowFilter = page.getByRole('textbox', { name: /Row filter/ });
  await rowFilter.fill('state = 5');
  await expect(page.getByText(/string/i).first()).toBeVisible();
  await rowFilter.fill("state = 'California'");
  await page.getByRole('button', { name: 'Next' }).click();
}

test.describe('onboarding a team through the template', () => {
  test.setTimeout(400_000);
  // Each goes on from where the one before it stopped.
  test.describe.configure({ mode: 'serial' });

  test('shows the plan, applies it, and has nothing to do again', async ({
    page,
  }) => {
    await signInAs(page, 'Lena Fischer');
    await openWhenReady(page, '/sluice/access-matrix', /8 of 9 columns/);

    await fillInTheForm(page);
    await expect(page.getByText(/to create/).first()).toBeVisible();
    await expect(
      page.getByText(
        "Population Research gains healthcare_db.patients: 4 of 9 columns, rows where state = 'California'.",
      ),
    ).toBeVisible();
    await page
      .getByRole('textbox', { name: /^Reason/ })
      .fill('They study regions');
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Create' }).click();

    await page.getByText('The change', { exact: true }).click();
    await expect(page.getByText('Succeeded').first()).toBeVisible({
      timeout: 60_000,
    });
    await expect(page.getByText('They study regions').first()).toBeVisible();
    // All that it shows comes from the backend: a reload keeps it.
    await page.reload();
    await expect(page.getByText('Succeeded').first()).toBeVisible();

    await openWhenReady(page, '/sluice/access-matrix', /4 of 9 columns/);
    await expect(
      cell(
        page,
        /^Population Research reads 4 of 9 columns of patients, rows where state = 'California'$/,
      ),
    ).toBeVisible();
    // Nobody else's access changed.
    await expect(
      cell(page, /^Patients Care Team reads 8 of 9 columns of patients/),
    ).toBeVisible();
    await expect(
      cell(page, /^Claims Care Team reads nothing of patients$/),
    ).toBeVisible();

    await openWhenReady(
      page,
      '/catalog/default/group/population-research',
      /emr_on_eks_fgac_job_team3_execution_role/,
    );
    await page.getByRole('link', { name: 'Readiness' }).click();
    await expect(page.getByText(/Ready/)).toBeVisible();

    await fillInTheForm(page);
    await expect(page.getByText(/unchanged/).first()).toBeVisible();
    await page.getByRole('textbox', { name: /^Reason/ }).fill('Once more');
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Create' }).click();
    await expect(page.getByText(/Nothing to do/i).first()).toBeVisible({
      timeout: 60_000,
    });
  });

  test('takes the team back', async ({ page }) => {
    await signInAs(page, 'Lena Fischer');
    await page.goto('/create/templates/default/offboard-consumer-team');
    await page.getByRole('textbox', { name: /Team/ }).fill('population');
    await page.getByRole('option', { name: /Population Research/ }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.getByText(/to delete/).first()).toBeVisible();
    await page.getByRole('checkbox').click();
    await page
      .getByRole('textbox', { name: /^Reason/ })
      .fill('The study ended');
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('The change', { exact: true }).click();
    await expect(page.getByText('Succeeded').first()).toBeVisible({
      timeout: 60_000,
    });

    await openWhenReady(page, '/sluice/access-matrix', /Not onboarded/);
    await expect(
      page.getByRole('columnheader', { name: new RegExp(TEAM) }),
    ).toContainText('Not onboarded');
  });

  test('is not for a member of the team', async ({ page }) => {
    await signInAs(page, 'Mei Tanaka');
    await page.goto('/sluice/changes');
    await expect(
      page.getByText(/permission|not allowed|may not/i).first(),
    ).toBeVisible();
  });
});
