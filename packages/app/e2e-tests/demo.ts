import { expect, Page } from '@playwright/test';

/** Signs in as a persona of the demo; the backend may still be starting. */
export async function signInAs(page: Page, name: string) {
  await page.goto('/');
  await page.getByText(name, { exact: true }).click();
  await expect(page.getByRole('link', { name: 'Settings' })).toBeVisible({
    timeout: 60_000,
  });
}

/**
 * Opens a page until it shows what it must: after a start, the accounts are
 * read and become entities within some seconds, without a person's doing.
 */
export async function openWhenReady(page: Page, path: string, text: RegExp) {
  await expect(async () => {
    await page.goto(path);
    await expect(page.getByText(text).first()).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 90_000 });
}

/** A cell of the access matrix, by its words for screen readers. */
export const cell = (page: Page, name: RegExp) =>
  page.getByRole('grid').getByRole('button', { name });
