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
} from '../../__testUtils__/fakeSluiceApi';
import { stagesOf, stagesOfGrant } from '../../__testUtils__/stages';
import { type SluiceApi, sluiceApiRef } from '../../api';
import { attestationsRouteRef, driftRouteRef } from '../../routes';
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
        '/sluice/attestations': attestationsRouteRef,
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

it('leads from what is not proved to where it can be verified', async () => {
  await render(async () => stagesOf([stagesOfGrant]));
  expect(await screen.findByRole('link', { name: 'Verify' })).toHaveAttribute(
    'href',
    '/catalog/default/group/patients-care-team/jobs',
  );
  expect(screen.queryByRole('link', { name: 'The attestation' })).toBeNull();
});

describe('what a job has shown', () => {
  const observed: Models.StageView = {
    level: 'partial',
    text: '8 of 9 columns; 8 rows read',
    at: '2026-01-03T00:00:00Z',
    evidence: 'attestation-1',
  };
  const show = (
    view: Models.StageView,
    differences: Models.AccessStages['differences'] = [],
  ) =>
    render(async () =>
      stagesOf([
        {
          ...stagesOfGrant,
          stages: { ...stagesOfGrant.stages, observed: view },
          differences,
        },
      ]),
    );

  it.each<[string, Models.AccessStages['differences'], string]>([
    ['agrees', [], 'Agrees'],
    [
      'differs',
      [{ between: ['declared', 'observed'], text: 'A job read more.' }],
      'Differs',
    ],
  ])('%s, and leads to the proof', async (proof, differences, word) => {
    await show(observed, differences);
    expect(
      await screen.findByRole('link', { name: 'The attestation' }),
    ).toHaveAttribute('href', '/sluice/attestations/attestation-1');
    const mark = screen.getByText(word);
    expect(mark.closest('td')).toHaveAttribute('data-proof', proof);
    expect(screen.getByText('8 of 9 columns; 8 rows read')).toBeVisible();
    expect(screen.queryByRole('link', { name: 'Verify' })).toBeNull();
  });

  it('says why it counts no more', async () => {
    await show({
      ...observed,
      level: 'notProved',
      text: 'proved on 2026-01-03 for an earlier grant; verify again',
    });
    expect(await screen.findByText(/for an earlier grant/)).toBeVisible();
    expect(screen.getByText('Not proved')).toBeVisible();
    expect(screen.getByRole('link', { name: 'The attestation' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Verify' })).toBeVisible();
  });
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
