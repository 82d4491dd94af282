import { NotAllowedError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  CARE,
  fakeSluiceApi,
  matrix,
  PATIENTS,
} from '../../__testUtils__/fakeSluiceApi';
import { type SluiceApi, sluiceApiRef } from '../../api';
import { clearQueries, QueryProvider } from '../QueryProvider';
import { PreviewButton } from './PreviewButton';

jest.setTimeout(20_000);

const estimatePreview: SluiceApi['estimatePreview'] = async () => ({
  team: matrix.teams[0],
  tableEntityRef: PATIENTS,
  access: '8 of 9 columns',
  visibleColumns: ['patient_id', 'state'],
  bytes: 12_345,
  costUsd: 0.0000001,
  engine: 'Athena',
});

const render = async (api: Partial<SluiceApi>, teams = [matrix.teams[0]]) => {
  clearQueries();
  await renderInTestApp(
    <QueryProvider>
      <PreviewButton team={CARE} table={PATIENTS} title="patients as Care" />
    </QueryProvider>,
    {
      apis: [
        [
          sluiceApiRef,
          fakeSluiceApi({
            getMyAccess: async () => ({ teams, items: [], stale: false }),
            estimatePreview,
            ...api,
          }),
        ],
      ],
    },
  );
};

const open = async () => {
  await userEvent.click(
    await screen.findByRole('button', { name: 'Preview rows as this team' }),
  );
  return within(await screen.findByRole('dialog'));
};

it('says what it costs before anything is read, then shows rows with NULL told apart', async () => {
  const createPreview = jest.fn(async () => ({
    team: matrix.teams[0],
    tableEntityRef: PATIENTS,
    columns: [
      { name: 'patient_id', type: 'bigint' },
      { name: 'state', type: 'string' },
    ],
    rows: [
      ['1005', 'Texas'],
      ['1006', null],
    ],
    rowCount: 8,
    queriedAt: '2026-01-02T00:00:00Z',
    engine: 'Athena',
  }));
  await render({ createPreview });
  const dialog = await open();
  expect(await dialog.findByText('12.3 KB')).toBeVisible();
  expect(dialog.getByText('less than 0.01 USD')).toBeVisible();
  expect(createPreview).not.toHaveBeenCalled();

  await userEvent.click(dialog.getByRole('button', { name: 'Show rows' }));
  const rows = within(await dialog.findByRole('table', { name: 'Rows' }));
  expect(rows.getByText('1005')).toBeVisible();
  expect(rows.getByText('NULL')).toBeVisible();
  expect(dialog.getByText(/^2 of 8 rows that the team reads/)).toBeVisible();
  expect(createPreview).toHaveBeenCalledTimes(1);
});

it.each([
  [20_000_000, '20.0 MB, the limit of the work group for both queries'],
  [undefined, 'Not known: the table does not say how big it is'],
])(
  'says what bounds it when the size of the table is not known: %s',
  async (scanLimitBytes, text) => {
    await render({
      estimatePreview: async () => ({
        team: matrix.teams[0],
        tableEntityRef: PATIENTS,
        access: '8 of 9 columns',
        visibleColumns: ['patient_id', 'state'],
        scanLimitBytes,
        engine: 'Athena',
      }),
    });
    const dialog = await open();
    expect(await dialog.findByText(text)).toBeVisible();
    expect(dialog.getByText('Not known')).toBeVisible();
  },
);

it('is not there for whoever is in another team', async () => {
  await render({}, [matrix.teams[1]]);
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});

it('says why nothing can be shown', async () => {
  await render({
    estimatePreview: async () => {
      throw new NotAllowedError('Care can read nothing of patients');
    },
  });
  const dialog = await open();
  expect(await dialog.findByText('You may not see the preview')).toBeVisible();
  expect(dialog.getByRole('button', { name: 'Show rows' })).toBeDisabled();
});
