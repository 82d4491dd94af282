import { NotAllowedError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  CARE,
  fakeSluiceApi,
  matrix,
  PATIENTS,
  RESEARCH,
} from '../../__testUtils__/fakeSluiceApi';
import { type SluiceApi, sluiceApiRef } from '../../api';
import { clearQueries, QueryProvider } from '../QueryProvider';
import { CompareButton } from './CompareButton';

// Dialogs take jsdom long on a busy machine.
jest.setTimeout(20_000);

const [care, research] = matrix.teams;
const group = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: {
    name: 'population-research',
    namespace: 'default',
    title: research.title,
  },
  spec: { type: 'team', children: [] },
};

const VIEWS: Record<string, Pick<Models.Preview, 'columns' | 'rows'>> = {
  [CARE]: {
    columns: [
      { name: 'patient_id', type: 'bigint' },
      { name: 'city', type: 'string' },
    ],
    rows: [
      ['1', 'Austin'],
      ['2', 'Dallas'],
    ],
  },
  [RESEARCH]: {
    columns: [{ name: 'patient_id', type: 'bigint' }],
    rows: [['2'], ['3'], ['4']],
  },
};

const estimatePreview: SluiceApi['estimatePreview'] = async ({ team }) => ({
  team: team === CARE ? care : research,
  tableEntityRef: PATIENTS,
  access: `${VIEWS[team].columns.length} of 9 columns`,
  visibleColumns: [],
  engine: 'Athena',
});

const createPreview: SluiceApi['createPreview'] = async ({ team }) => ({
  team: team === CARE ? care : research,
  tableEntityRef: PATIENTS,
  ...VIEWS[team],
  rowCount: VIEWS[team].rows.length,
  queriedAt: '2026-01-02T00:00:00Z',
  engine: 'Athena',
});

const render = async (api: Partial<SluiceApi>, teams = [care, research]) => {
  clearQueries();
  await renderInTestApp(
    <QueryProvider>
      <CompareButton table={PATIENTS} team={CARE} />
    </QueryProvider>,
    {
      apis: [
        [
          sluiceApiRef,
          fakeSluiceApi({
            getMyAccess: async () => ({ teams, items: [], stale: false }),
            estimatePreview,
            createPreview,
            ...api,
          }),
        ],
        [catalogApiRef, catalogApiMock({ entities: [group] })],
      ],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
};

const open = async () => {
  await userEvent.click(
    await screen.findByRole('button', { name: 'Compare what two teams see' }),
  );
  return within(await screen.findByRole('dialog'));
};

/** The rows of a team's view, each as its words. */
const rowsOf = async (team: string) =>
  within(
    await screen.findByRole('table', { name: `Rows as ${team} reads them` }),
  )
    .getAllByRole('row')
    .map(row =>
      [...row.querySelectorAll('th, td')].map(each => each.textContent),
    );

describe('two views beside each other', () => {
  it('say what both cost before anything is read, then what differs', async () => {
    const read = jest.fn(createPreview);
    await render({ createPreview: read });
    const dialog = await open();
    expect(await dialog.findByText('2 of 9 columns')).toBeVisible();
    expect(await dialog.findByText('1 of 9 columns')).toBeVisible();
    expect(read).not.toHaveBeenCalled();

    await userEvent.click(dialog.getByRole('button', { name: 'Show rows' }));
    expect(await rowsOf('Patients Care Team')).toEqual([
      ['In the other view', 'patient_idbigint', 'citystringOnly here'],
      ['No, only here', '1', 'Austin'],
      ['Yes', '2', 'Dallas'],
    ]);
    expect(await rowsOf('Population Research')).toEqual([
      ['In the other view', 'patient_idbigint'],
      ['Yes', '2'],
      ['No, only here', '3'],
      ['No, only here', '4'],
    ]);
    expect(
      dialog.getByText(
        'Both see 1 column. Only Patients Care Team sees city. Of 2 rows shown of Patients Care Team, 1 differs. Of 3 rows shown of Population Research, 2 differ.',
      ),
    ).toBeVisible();
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('of a team that the person is not in shows why not, and asks nothing of it', async () => {
    const estimate = jest.fn(estimatePreview);
    await render({ estimatePreview: estimate }, [care]);
    const dialog = await open();
    expect(dialog.getByText('Choose a table and two teams')).toBeVisible();
    expect(dialog.getByRole('button', { name: 'Show rows' })).toBeDisabled();
    await userEvent.click(dialog.getByRole('button', { name: /Other team/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: research.title }),
    );
    expect(
      await dialog.findByText('Rows of this team are for its members'),
    ).toBeVisible();

    await userEvent.click(dialog.getByRole('button', { name: 'Show rows' }));
    expect(await rowsOf('Patients Care Team')).toEqual([
      ['patient_idbigint', 'citystring'],
      ['1', 'Austin'],
      ['2', 'Dallas'],
    ]);
    expect(estimate.mock.calls).toEqual([[{ team: CARE, table: PATIENTS }]]);
  });

  it('show one where the other team reads nothing', async () => {
    await render({
      estimatePreview: async query => {
        if (query.team === CARE) return estimatePreview(query);
        throw new NotAllowedError('Research can read nothing of patients');
      },
    });
    const dialog = await open();
    expect(
      await dialog.findByText(/Research can read nothing of patients/),
    ).toBeVisible();
    await userEvent.click(dialog.getByRole('button', { name: 'Show rows' }));
    expect(await rowsOf('Patients Care Team')).toHaveLength(3);
    expect(dialog.queryByText(/^Both see/)).not.toBeInTheDocument();
  });

  it('are not offered to whoever is in no consumer team', async () => {
    await render({}, []);
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });
});
