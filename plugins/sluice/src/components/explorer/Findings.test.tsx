import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { NotAllowedError } from '@backstage/errors';
import { PATIENTS, patients } from '../../__testUtils__/fakeSluiceApi';
import type { SluiceApi } from '../../api';
import { renderExplorer } from './__testUtils__/renderExplorer';

// Lists of choices take jsdom long on a busy machine.
jest.setTimeout(20_000);

const finding = (
  overrides: Partial<Models.BypassFinding> = {},
): Models.BypassFinding => ({
  id: '1',
  kind: 'directS3Access',
  severity: 'high',
  accountId: '111122223333',
  accountName: 'producer',
  principal: 'arn:aws:iam::111122223333:role/etl',
  tables: [{ entityRef: PATIENTS, table: patients.ref }],
  text: 'Role etl may read the files of patients in S3.',
  repair: 'Take s3:GetObject on the location from role etl.',
  ...overrides,
});

const found = (
  items: Models.BypassFinding[],
  overrides: Partial<Models.GetBypassFindings200Response> = {},
): Models.GetBypassFindings200Response => ({
  items,
  total: items.length,
  stale: false,
  ...overrides,
});

describe('ways past Lake Formation', () => {
  it('names what, how bad, who, which tables, and what to do', async () => {
    await renderExplorer('question=findings', {
      getBypassFindings: async () =>
        found([
          finding(),
          finding({
            id: '2',
            kind: 'notRead',
            severity: 'unknown',
            principal: undefined,
            tables: [],
          }),
          finding({ id: '3', kind: 'newerThanThisPage' }),
        ]),
    });
    const table = within(
      await screen.findByRole('table', { name: 'Ways past Lake Formation' }),
    );
    const direct = within(
      table.getByRole('row', { name: /Direct access to the files/ }),
    );
    expect(direct.getByText('High')).toBeVisible();
    expect(direct.getByText('etl')).toBeVisible();
    expect(
      direct.getByRole('link', { name: 'healthcare_db.patients' }),
    ).toBeVisible();
    expect(direct.getByText(/Take s3:GetObject/)).toBeVisible();
    const unread = within(table.getByRole('row', { name: /Not read/ }));
    expect(unread.getByText('Unknown')).toBeVisible();
    expect(unread.getByText('Anybody')).toBeVisible();
    expect(unread.getByText('All of the account')).toBeVisible();
    expect(table.getByText('newerThanThisPage')).toBeVisible();
  });

  it('asks for what the address says, page by page', async () => {
    const getBypassFindings = jest.fn<
      ReturnType<SluiceApi['getBypassFindings']>,
      Parameters<SluiceApi['getBypassFindings']>
    >(async ({ cursor }) =>
      cursor
        ? found([finding({ id: '2', text: 'Another one.' })])
        : found([finding()], { total: 51, nextCursor: 'more' }),
    );
    await renderExplorer('question=findings&severity=high', {
      getBypassFindings,
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show more' }),
    );
    expect(await screen.findByText('Another one.')).toBeVisible();
    expect(getBypassFindings).toHaveBeenLastCalledWith(
      expect.objectContaining({ severity: 'high', cursor: 'more' }),
    );
  });

  it('puts what is chosen into the address', async () => {
    await renderExplorer('question=findings', {
      getBypassFindings: async () => found([finding()]),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: /Severity/ }),
    );
    await userEvent.click(await screen.findByRole('option', { name: 'Low' }));
    await waitFor(() =>
      expect(screen.getByTestId('search')).toHaveTextContent('severity=low'),
    );
  });

  it.each<[string, string, Partial<SluiceApi>, RegExp]>([
    [
      'that there is none',
      '',
      { getBypassFindings: async () => found([]) },
      /In what was read and you may see/,
    ],
    [
      'that none matches',
      '&severity=low',
      { getBypassFindings: async () => found([]) },
      /Nothing matches/,
    ],
    [
      'that there may be more',
      '',
      { getBypassFindings: async () => found([finding()], { stale: true }) },
      /not read for too long/,
    ],
    [
      'that it is not for everybody',
      '',
      {
        getBypassFindings: async () => {
          throw new NotAllowedError('For platform engineers');
        },
      },
      /You may not see the ways past Lake Formation/,
    ],
  ])('says %s', async (_, query, api, text) => {
    await renderExplorer(`question=findings${query}`, api);
    expect(await screen.findByText(text)).toBeVisible();
  });
});
