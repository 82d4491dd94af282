import { renderTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { change, plan } from './__testUtils__/changes';
import { fakeSluiceApi } from './__testUtils__/fakeSluiceApi';
import { allowOnly } from './__testUtils__/permissions';
import { sluiceApiRef } from './api';
import { clearQueries } from './components/QueryProvider';
import sluicePlugin from './plugin';

jest.mock('@backstage/plugin-permission-react', () => ({
  ...jest.requireActual('@backstage/plugin-permission-react'),
  usePermission: jest.fn(),
}));

function openAt(path: string) {
  allowOnly();
  return renderTestApp({
    features: [sluicePlugin],
    initialRouteEntries: [path],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    apis: [
      [catalogApiRef, catalogApiMock()],
      [
        sluiceApiRef,
        fakeSluiceApi({
          getChanges: async () => ({ items: [change('succeeded').summary] }),
          getChange: async () => change('succeeded'),
          getPlan: async () => plan,
          getMyAccess: async () => ({ teams: [], items: [], stale: false }),
          getRequests: async () => ({ items: [] }),
          getReviews: async () => ({ items: [] }),
          getHistory: async () => ({ items: [] }),
          getJobRuns: async () => ({ items: [] }),
          getAttestations: async () => ({ items: [] }),
        }),
      ],
    ],
  });
}

// Pages load on demand, which takes jest longer than a browser.
const LOADING = { timeout: 20_000 };

describe('the pages of the plugin', () => {
  afterEach(clearQueries);

  it('lead from the list of changes to a change and its plan', async () => {
    openAt('/sluice/changes');

    await userEvent.click(
      await screen.findByRole('link', { name: plan.title }, LOADING),
    );
    await userEvent.click(
      await screen.findByRole('link', { name: 'as it was before applying' }),
    );

    expect(
      await screen.findByText(/Nothing has been changed/),
    ).toBeInTheDocument();
    expect(screen.getByRole('tab', { name: 'Changes' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
  }, 40_000);

  it.each([
    ['/sluice/requests?list=toDecide', 'Requests', 'Nothing waits for you'],
    ['/sluice/my-access', 'My access', 'You are in no team that reads data'],
    ['/sluice/reviews', 'Reviews', 'No reviews yet'],
    ['/sluice/jobs', 'Jobs', 'Nothing was run yet'],
    ['/sluice/attestations', 'Attestations', 'Nothing was verified yet'],
    ['/sluice/history', 'History', 'Nothing has happened yet'],
  ])(
    'show %s under its tab',
    async (path, tab, text) => {
      openAt(path);

      expect(await screen.findByText(text, {}, LOADING)).toBeInTheDocument();
      expect(screen.getByRole('tab', { name: tab })).toHaveAttribute(
        'aria-selected',
        'true',
      );
    },
    40_000,
  );

  it('are in an order that makes sense', async () => {
    openAt('/sluice/my-access');

    const tabs = await screen.findAllByRole('tab', {}, LOADING);
    expect(tabs.map(({ textContent }) => textContent)).toEqual([
      'Data products',
      'Access matrix',
      'Explorer',
      'Drift',
      'My access',
      'Requests',
      'Reviews',
      'Jobs',
      'Attestations',
      'History',
      'Changes',
      'Accounts',
    ]);
  }, 40_000);

  it('have a short address for a plan', async () => {
    openAt('/sluice/plans/plan-1');

    expect(
      await screen.findByText(/Nothing has been changed/, {}, LOADING),
    ).toBeInTheDocument();
    expect(screen.getByRole('tab', { name: 'Changes' })).toBeInTheDocument();
  }, 40_000);
});
