import { expect, test } from '@playwright/test';
import { cell, openWhenReady, signInAs } from './demo';

test.describe('the matrix of the seed system', () => {
  test.setTimeout(180_000);

  test('shows the auditor what each team reads, and why', async ({ page }) => {
    await signInAs(page, 'Grace Mensah');
    await openWhenReady(page, '/sluice/access-matrix', /8 of 9 columns/);

    // Seed reference, section 0.
    await expect(
      cell(
        page,
        /^Patients Care Team reads 8 of 9 columns of patients, rows where state in \('Texas', 'New York'\)$/,
      ),
    ).toBeVisible();
    await expect(
      cell(page, /^Patients Care Team reads all of claims: 10 columns/),
    ).toBeVisible();
    await expect(
      cell(page, /^Claims Care Team reads all of claims: 10 columns/),
    ).toBeVisible();
    await expect(
      cell(page, /^Claims Care Team reads nothing of patients$/),
    ).toBeVisible();
    await expect(
      page.getByRole('columnheader', { name: /Population Research/ }),
    ).toContainText('Not onboarded');

    await cell(page, /^Patients Care Team reads 8 of 9 columns/).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('row', { name: /ssn/ })).toContainText(
      'hidden',
    );
    await expect(
      dialog.getByText(/patients_column_row_filter/).first(),
    ).toBeVisible();

    // The open cell stands in the URL: a reload keeps it.
    await page.reload();
    await expect(page.getByRole('dialog')).toContainText('ssn');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  });

  test('can be walked by keyboard', async ({ page }) => {
    await signInAs(page, 'Grace Mensah');
    await openWhenReady(page, '/sluice/access-matrix', /8 of 9 columns/);

    await cell(page, /^Claims Care Team reads all of claims/).focus();
    await page.keyboard.press('ArrowDown');
    await expect(
      cell(page, /^Claims Care Team reads nothing of patients/),
    ).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect(
      cell(page, /^Patients Care Team reads 8 of 9 columns/),
    ).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(
      cell(page, /^Patients Care Team reads 8 of 9 columns/),
    ).toBeFocused();
  });

  test('shows a data consumer the access of the own team only', async ({
    page,
  }) => {
    await signInAs(page, 'Jonas Lindqvist');
    await openWhenReady(page, '/sluice/access-matrix', /claims/);

    await expect(
      cell(page, /^Claims Care Team reads all of claims/),
    ).toBeVisible();
    await expect(
      page.getByRole('columnheader', { name: /Patients Care Team/ }),
    ).toBeHidden();
    await expect(page.getByText(/is not shown to you/)).toBeVisible();

    // Nor does a link somebody sent help.
    await page.goto(
      '/sluice/access-matrix?team=group:default/patients-care&table=resource:healthcare-producer/healthcare_db.patients',
    );
    await expect(page.getByRole('dialog')).toContainText('You may not see');
    await expect(page.getByRole('dialog')).not.toContainText('Texas');
  });
});

test.describe('a data product', () => {
  test.setTimeout(180_000);

  test('is found in the index and shows its owner who reads it', async ({
    page,
  }) => {
    await signInAs(page, 'Priya Raman');
    await openWhenReady(page, '/sluice/data-products', /Patients/);

    await page.getByPlaceholder(/Search by name/).fill('patient');
    await page.getByRole('row', { name: /^Patients/ }).click();
    await expect(page).toHaveURL(/\/catalog\/default\/dataproduct\/patients/);
    await page.getByRole('link', { name: 'Access', exact: true }).click();

    await expect(
      cell(page, /^Patients Care Team reads 8 of 9 columns of patients/),
    ).toBeVisible();
    await expect(
      cell(page, /^Claims Care Team reads nothing of patients/),
    ).toBeVisible();

    await page.getByRole('link', { name: 'Tables', exact: true }).click();
    await expect(page.getByRole('row', { name: /ssn/ })).toBeVisible();
  });

  test('tells a team what it can read on the page of the team', async ({
    page,
  }) => {
    await signInAs(page, 'Amara Okafor');
    await openWhenReady(
      page,
      '/catalog/default/group/patients-care/data-access',
      /8 of 9 columns/,
    );
    await expect(page.getByText(/rows where state in/).first()).toBeVisible();
  });
});

test.describe('accounts', () => {
  test('are read again by a platform engineer', async ({ page }) => {
    await signInAs(page, 'Lena Fischer');
    await openWhenReady(page, '/sluice/accounts', /Read in full/);
    await expect(page.getByText('healthcare-producer')).toBeVisible();
    await page.getByRole('button', { name: 'Read again now' }).click();
    await expect(page.getByText(/Reading the accounts again/)).toBeVisible();
  });

  test('are none of a data consumer’s business', async ({ page }) => {
    await signInAs(page, 'Amara Okafor');
    await page.goto('/sluice/accounts');
    await expect(
      page.getByText('You may not see the connected accounts'),
    ).toBeVisible();
  });
});
