import { expect, test } from '@playwright/test';
import { openWhenReady } from './demo';
import { injectFault } from './faults';
import { Person, personIn } from './requests';

/** Has the accounts read now, and what was found compared. */
async function observe({ api }: Person) {
  await expect(async () => {
    await api('POST', 'sluice/observations', {});
  }).toPass();
}

const KINDS: [
  fault: number,
  title: string,
  account: RegExp,
  button: 'Plan the repair' | 'Plan to revoke it',
][] = [
  [1, 'Grant is missing', /healthcare-consumer/, 'Plan the repair'],
  [9, 'Somebody reads who is not declared', /contractor/, 'Plan to revoke it'],
  [10, 'Row filter was changed', /patients/, 'Plan the repair'],
];

test.describe('drift', () => {
  test('is found, shown, and repaired by a plan, whatever its kind', async ({
    browser,
  }) => {
    test.setTimeout(360_000);
    const lena = await personIn(browser, 'Lena Fischer');
    const { page } = lena;
    await openWhenReady(
      page,
      '/sluice/drift',
      /What is declared is granted, and nothing else/,
    );

    for (const [fault, title, where, button] of KINDS) {
      injectFault(fault);
      await observe(lena);
      const row = page.getByRole('row').filter({ hasText: title });
      await expect(async () => {
        await page.goto('/sluice/drift');
        await expect(row).toHaveCount(1, { timeout: 5_000 });
      }).toPass({ timeout: 90_000 });
      await expect(row).toContainText(where);
      await row.getByRole('link', { name: title }).click();

      await page.getByRole('button', { name: button }).click();
      await page.waitForURL(/\/sluice\/changes\/plans\//);
      await page
        .getByRole('textbox', { name: /^Reason/ })
        .fill('Nobody agreed to it');
      await page.getByRole('button', { name: 'Apply' }).click();
      await expect(page.getByText('Succeeded').first()).toBeVisible({
        timeout: 60_000,
      });
      await observe(lena);
      await openWhenReady(
        page,
        '/sluice/drift',
        /What is declared is granted, and nothing else/,
      );
    }
    await page.goto('/sluice/drift?status=gone');
    await expect(page.getByRole('row')).toHaveCount(1 + KINDS.length);
  });

  test('shows the owner what concerns them, and nobody else', async ({
    browser,
  }) => {
    const priya = await personIn(browser, 'Priya Raman');
    await priya.page.goto('/sluice/drift?status=gone');
    await expect(
      priya.page.getByRole('link', { name: 'Row filter was changed' }),
    ).toBeVisible();
    await expect(
      priya.page.getByRole('link', { name: 'Grant is missing' }),
    ).toHaveCount(0);
    await priya.page.goto('/notifications');
    await expect(
      priya.page.getByText(/Row filter was changed/).first(),
    ).toBeVisible();
  });
});
