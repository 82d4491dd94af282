import { NotAllowedError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  CARE,
  fakeSluiceApi,
  matrix,
  PATIENTS,
} from '../../__testUtils__/fakeSluiceApi';
import { stagesOf, stagesOfGrant } from '../../__testUtils__/stages';
import { type SluiceApi, sluiceApiRef } from '../../api';
import { driftRouteRef } from '../../routes';
import { clearQueries, QueryProvider } from '../QueryProvider';
import { MatrixPage } from './MatrixPage';

jest.setTimeout(20_000);

const render = async (getStages: SluiceApi['getStages'], query = '') => {
  clearQueries();
  await renderInTestApp(
    <QueryProvider>
      <MatrixPage />
    </QueryProvider>,
    {
      apis: [
        [
          sluiceApiRef,
          fakeSluiceApi({ getStages, getAccessMatrix: async () => matrix }),
        ],
        [catalogApiRef, catalogApiMock({ entities: [] })],
      ],
      mountedRoutes: {
        '/sluice/drift': driftRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      initialRouteEntries: [`/?view=stages${query}`],
    },
  );
};

it('shows the stages side by side, in words where they differ, and leads to the drift', async () => {
  await render(async () => stagesOf([stagesOfGrant]));
  const table = within(
    await screen.findByRole('table', { name: 'Stages of access' }),
  );
  expect(table.getByText('8 of 9 columns')).toBeVisible();
  expect(table.getByText('IAM decides.')).toBeVisible();
  expect(table.getByText('Not proved yet')).toBeVisible();
  expect(table.getByText(/More is granted than declared/)).toBeVisible();
  expect(table.getByRole('link', { name: '2 differences' })).toHaveAttribute(
    'href',
    `/sluice/drift?${new URLSearchParams({ team: CARE, table: PATIENTS })}`,
  );
  expect(
    screen.getByText('1 of 41 differ; 3 teams that you may not see.'),
  ).toBeVisible();
});

it('asks only for what differs', async () => {
  const getStages = jest.fn(async () => stagesOf([]));
  await render(getStages);
  await screen.findByText('Nothing here');
  await userEvent.click(
    screen.getByRole('checkbox', { name: 'Only where they differ' }),
  );
  expect(await screen.findByText('They agree everywhere')).toBeVisible();
  expect(getStages).toHaveBeenLastCalledWith(
    expect.objectContaining({ differs: true }),
  );
});

it('says what the person may not see', async () => {
  await render(async () => {
    throw new NotAllowedError('no');
  });
  expect(await screen.findByText('You may not see the stages')).toBeVisible();
});

it('goes back to the matrix', async () => {
  await render(async () => stagesOf([]));
  await screen.findByText('Nothing here');
  await userEvent.click(screen.getByRole('radio', { name: 'Matrix' }));
  expect(await screen.findByRole('grid')).toBeVisible();
});
