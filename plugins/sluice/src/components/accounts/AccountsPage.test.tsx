import { NotAllowedError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  type SluiceApi as Models,
  sluiceObservationRunPermission,
} from '@sluice/plugin-sluice-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { sluiceApiRef, type SluiceApi } from '../../api';
import { accountsRouteRef } from '../../routes';
import { fakeSluiceApi } from '../../__testUtils__/fakeSluiceApi';
import { allowOnly } from '../../__testUtils__/permissions';
import { clearQueries, QueryProvider } from '../QueryProvider';
import { AccountsPage } from './AccountsPage';

jest.mock('@backstage/plugin-permission-react', () => ({
  ...jest.requireActual('@backstage/plugin-permission-react'),
  usePermission: jest.fn(),
}));

const producer: Models.AccountStatus = {
  name: 'healthcare-producer',
  accountId: '111111111111',
  region: 'us-west-2',
  status: 'current',
  observedAt: '2026-01-01T00:00:00Z',
  durationMs: 1500,
  calls: 42,
  failures: [],
  counts: {
    databases: 1,
    tables: 2,
    filters: 3,
    permissions: 1234,
    links: 0,
    shares: 1,
    roles: 4,
    virtualClusters: 0,
    namespaces: 0,
  },
};

const consumer: Models.AccountStatus = {
  ...producer,
  name: 'healthcare-consumer',
  accountId: '222222222222',
  status: 'incomplete',
  failures: [
    { part: 'virtualClusters', message: 'emr-containers: not authorized' },
  ],
};

function renderPage(answers: Partial<SluiceApi>, options = { mayRun: true }) {
  allowOnly(...(options.mayRun ? [sluiceObservationRunPermission] : []));
  return renderInTestApp(
    <QueryProvider>
      <AccountsPage />
    </QueryProvider>,
    {
      apis: [[sluiceApiRef, fakeSluiceApi(answers)]],
      mountedRoutes: { '/sluice/accounts': accountsRouteRef },
    },
  );
}

const READ_AGAIN = 'Read again now';

describe('AccountsPage', () => {
  afterEach(clearQueries);

  it('says how well each account was read and what could not be', async () => {
    renderPage({ getAccounts: async () => [producer, consumer] });

    expect(
      await screen.findByRole('heading', { name: 'healthcare-producer' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'healthcare-producer' }),
    ).toHaveAttribute('href', '/sluice/accounts/healthcare-producer');
    expect(screen.getByText('111111111111 · us-west-2')).toBeInTheDocument();
    expect(screen.getByText('Read in full')).toBeInTheDocument();
    expect(
      screen.getByText('Some parts could not be read'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Could not read virtualClusters'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('emr-containers: not authorized'),
    ).toBeInTheDocument();
    expect(screen.getAllByText(/1\.5 s · 42 calls/)).toHaveLength(2);
  });

  it('reads again for those who may, and says so', async () => {
    const startObservation = jest.fn(async () => ({ accounts: ['a'] }));
    renderPage({ getAccounts: async () => [producer], startObservation });

    await userEvent.click(
      await screen.findByRole('button', { name: READ_AGAIN }),
    );

    expect(
      await screen.findByText(/Reading the accounts again/),
    ).toBeInTheDocument();
    expect(startObservation).toHaveBeenCalledTimes(1);
  });

  it('keeps the accounts in view when a new reading is refused', async () => {
    renderPage({
      getAccounts: async () => [producer],
      startObservation: async () => {
        throw new NotAllowedError('Platform engineering only');
      },
    });

    await userEvent.click(
      await screen.findByRole('button', { name: READ_AGAIN }),
    );

    expect(
      await screen.findByText(/^Platform engineering only/),
    ).toBeInTheDocument();
    expect(screen.getByText('Read in full')).toBeInTheDocument();
  });

  it('does not offer a new reading to those who may not start one', async () => {
    renderPage({ getAccounts: async () => [producer] }, { mayRun: false });

    expect(await screen.findByText('Read in full')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: READ_AGAIN }),
    ).not.toBeInTheDocument();
  });

  it('says how to connect an account when there is none', async () => {
    renderPage({ getAccounts: async () => [] });

    expect(
      await screen.findByText('No account is connected'),
    ).toBeInTheDocument();
  });

  it('tells a person without permission so', async () => {
    renderPage({
      getAccounts: async () => {
        throw new NotAllowedError('Platform engineering only');
      },
    });

    expect(
      await screen.findByText('You may not see the connected accounts'),
    ).toBeInTheDocument();
    expect(screen.queryByText('Try again')).not.toBeInTheDocument();
  });
});
