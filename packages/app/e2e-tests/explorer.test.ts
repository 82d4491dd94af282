import { expect, test } from '@playwright/test';
import { openWhenReady, signInAs } from './demo';

const PATIENTS = 'resource:healthcare-producer/healthcare_db.patients';
const of = (question: string, query: Record<string, string>) =>
  `/sluice/explorer?${new URLSearchParams({ question, ...query })}`;

test.describe('the explorer', () => {
  test.setTimeout(180_000);

  test('tells the auditor who can see patients, who sees ssn, and why not', async ({
    page,
  }) => {
    await signInAs(page, 'Grace Mensah');
    await openWhenReady(
      page,
      of('who', { table: PATIENTS }),
      /Patients Care Team/,
    );
    const care = page
      .getByRole('table', { name: 'Who can see it' })
      .getByRole('row')
      .filter({ hasText: 'Patients Care Team' });
    await expect(care).toContainText('8 of 9 columns');
    await expect(care).toContainText('Amara Okafor');

    await page.goto(of('who', { table: PATIENTS, column: 'ssn' }));
    await expect(page.getByText(/read it:/)).toBeVisible();
    await expect(care).toHaveCount(0);

    await page.goto(
      of('why', {
        table: PATIENTS,
        column: 'ssn',
        team: 'group:default/patients-care',
      }),
    );
    await expect(
      page.getByText(
        'Patients Care Team does not read ssn of healthcare_db.patients.',
      ),
    ).toBeVisible();
    await expect(
      page
        .getByText(/through the data cells filter patients_column_row_filter/)
        .first(),
    ).toBeVisible();

    await page.goto(of('what', { team: 'group:default/claims-care' }));
    await expect(
      page.getByRole('link', { name: 'healthcare_db.claims' }),
    ).toBeVisible();
    await expect(
      page.getByRole('link', { name: 'healthcare_db.patients' }),
    ).toHaveCount(0);
  });

  test('counts what a member may not see, and refuses the rest', async ({
    page,
  }) => {
    await signInAs(page, 'Jonas Lindqvist');
    await openWhenReady(
      page,
      of('who', { table: PATIENTS }),
      /more that you may not see/,
    );
    await page.goto(of('what', { team: 'group:default/patients-care' }));
    await expect(page.getByText('You may not see the answers')).toBeVisible();
  });
});
