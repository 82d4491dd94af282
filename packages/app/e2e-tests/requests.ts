import { Browser, expect, Page } from '@playwright/test';
import { signInAs } from './demo';

const CLAIMS_CARE = 'group:default/claims-care';
const PATIENTS = 'resource:healthcare-producer/healthcare_db.patients';
const DAY = 24 * 60 * 60;

/** A person in a browser of their own. */
export interface Person {
  page: Page;
  /** Calls the backend as the page does. */
  api(method: 'GET' | 'POST', path: string, body?: object): Promise<any>;
  /** What the page authorizes its calls with. */
  token(): Promise<string>;
}

/** Signs somebody in, in a context that shares nothing with others. */
export async function personIn(
  browser: Browser,
  name: string,
): Promise<Person> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    baseURL: 'http://localhost:3000',
  });
  const page = await context.newPage();
  let authorization: string | undefined;
  page.on('request', request => {
    authorization = request.headers().authorization ?? authorization;
  });
  await signInAs(page, name);
  const token = async () => {
    await expect.poll(() => authorization).toBeDefined();
    return authorization!;
  };
  return {
    page,
    token,
    async api(method, path, body) {
      const response = await page.request.fetch(
        `http://localhost:7007/api/${path}`,
        { method, data: body, headers: { Authorization: await token() } },
      );
      expect(response.ok(), await response.text()).toBe(true);
      return response.json();
    },
  };
}

/** Moves the demo's clock on. */
export async function letDaysPass({ api }: Person, days: number) {
  const before = await api('GET', 'sluice-sandbox/clock');
  const after = await api('POST', 'sluice-sandbox/clock', {
    advance: { days },
  });
  expect(after.aheadSeconds - before.aheadSeconds).toBe(days * DAY);
}

/** What the page of a request says that it is now. */
export const phase = (page: Page, text: string) =>
  page.getByText(text, { exact: true }).first();

/** Asks for columns and rows of patients for Claims Care; gives the path of the request. */
export async function askForPatients(
  { page }: Person,
  asked: {
    columns: string[];
    rowFilter: string;
    days: number;
    purpose: string;
  },
): Promise<string> {
  await page.goto(
    `/sluice/request-access?team=${CLAIMS_CARE}&table=${PATIENTS}`,
  );
  for (const column of asked.columns) {
    // The box itself is drawn beside a hidden input.
    await page.getByText(new RegExp(`^${column} ·`)).click();
  }
  await page.getByLabel(/^Row filter/).fill(asked.rowFilter);
  await page.getByText(`${asked.days} days`, { exact: true }).click();
  await page.getByRole('textbox', { name: /^Purpose/ }).fill(asked.purpose);
  await page.getByRole('button', { name: 'Submit request' }).click();
  await page.waitForURL(/\/sluice\/requests\/[0-9a-f-]{36}/);
  await expect(phase(page, 'Waiting for approval')).toBeVisible();
  return new URL(page.url()).pathname;
}

/** Opens a dialog by its button, fills its only text field, and confirms. */
export async function decide(
  { page }: Person,
  action: { open: RegExp; confirm: RegExp; text?: string },
) {
  await page.getByRole('button', { name: action.open }).first().click();
  const dialog = page.getByRole('dialog');
  if (action.text) {
    await dialog.getByRole('textbox').last().fill(action.text);
  }
  await dialog.getByRole('button', { name: action.confirm }).click();
  await expect(dialog).toBeHidden();
}
