import { NotAllowedError } from '@backstage/errors';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  CARE,
  matrix,
  patientsOfCare,
} from '../../__testUtils__/fakeSluiceApi';
import {
  fakeSignals,
  renderRequests,
} from '../../__testUtils__/renderRequests';
import { accessRequest, requestSummary } from '../../__testUtils__/requests';
import type { SluiceApi } from '../../api';
import { clearQueries } from '../QueryProvider';
import { MyAccessPage } from './MyAccessPage';

const [care, research] = matrix.teams;

const inDays = (days: number) =>
  new Date(Date.now() + days * 86_400_000 + 60_000).toISOString();

const granted = requestSummary('active', {
  expiresAt: inDays(12),
  actions: ['extend', 'revoke', 'reduce'],
});

function renderPage(
  answers: Partial<SluiceApi>,
  signals?: ReturnType<typeof fakeSignals>,
) {
  return renderRequests(<MyAccessPage />, {
    at: '/sluice/my-access',
    answers: {
      getMyAccess: async () => ({ teams: [care], items: [], stale: false }),
      getTeamAccess: async () => ({
        team: care,
        items: [patientsOfCare],
        stale: false,
      }),
      getRequests: async () => ({ items: [granted] }),
      getEffectiveAccess: async () => patientsOfCare,
      getRequestPolicy: async () => ({
        maxDurationMinutes: 365 * 24 * 60,
        defaultDurationMinutes: 90 * 24 * 60,
        sensitiveClassifications: [],
      }),
      ...answers,
    },
    signals,
  });
}

const tableOf = async (title: string) =>
  screen.findByRole('table', { name: `What ${title} reads` });

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

describe('MyAccessPage', () => {
  afterEach(clearQueries);

  it('says what a team reads, by which request, and how long still', async () => {
    const getRequests = jest.fn(async () => ({ items: [granted] }));
    renderPage({ getRequests });

    const table = within(await tableOf(care.title));
    await table.findByRole('link', { name: 'Plan visits in Texas' });
    const row = table.getAllByRole('row')[1];
    expect(row).toHaveTextContent(
      /healthcare_db\.patients.*1 of 2 columns.*Plan visits in Texas.*Until .*, 12 days left/,
    );
    expect(
      within(row).getByRole('link', { name: 'Plan visits in Texas' }),
    ).toHaveAttribute('href', '/sluice/requests/request-1');
    expect(getRequests).toHaveBeenCalledWith(
      expect.objectContaining({ team: CARE, limit: 500 }),
    );
    expect(
      screen.getByRole('button', { name: 'Request access' }),
    ).toBeInTheDocument();
    expect(screen.queryByText('Under way')).not.toBeInTheDocument();

    await press(/^Why /);
    expect(
      await screen.findByText('The filter texas_only leaves out ssn.'),
    ).toBeInTheDocument();
  });

  it('tells what no request gave', async () => {
    renderPage({ getRequests: async () => ({ items: [] }) });

    expect(
      await screen.findByText('No request: it was granted by other means'),
    ).toBeInTheDocument();
  });

  it('shows drafts and what is under way apart from what is active', async () => {
    renderPage({
      getRequests: async () => ({
        items: [
          requestSummary('draft', { id: 'd', purpose: 'A draft' }),
          requestSummary('failed', { id: 'f', purpose: 'A failure' }),
          granted,
        ],
      }),
    });

    const rows = within(
      await screen.findByRole('table', { name: 'Requests' }),
    ).getAllByRole('row');
    expect(rows.slice(1).map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('A draft'),
      expect.stringContaining('A failure'),
    ]);
  });

  it('offers only what may be done', async () => {
    renderPage({
      getRequests: async () => ({ items: [{ ...granted, actions: [] }] }),
    });

    await screen.findByRole('link', { name: 'Plan visits in Texas' });
    expect(
      screen.queryByRole('button', { name: /Extend|Change|Give back/ }),
    ).not.toBeInTheDocument();
  });

  it('gives back with a reason', async () => {
    const revokeRequest = jest.fn(async () => accessRequest('revoking'));
    renderPage({ revokeRequest });

    await press('Give back access to healthcare_db.patients');
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      dialog.getByText('The last possible read comes later'),
    ).toBeInTheDocument();
    await userEvent.type(dialog.getByLabelText(/Reason/), 'Done');
    await userEvent.click(dialog.getByRole('button', { name: 'Give back' }));

    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(revokeRequest.mock.calls).toEqual([
      ['request-1', { revision: 3, reason: 'Done' }],
    ]);
  });

  it.each([
    ['Extend', 'Extend access'],
    ['Change', 'Request a change of access'],
  ])('opens what is needed to %s', async (act, title) => {
    renderPage({
      getRequest: async () => accessRequest('active'),
      getTable: async () => {
        throw new Error('away');
      },
    });

    await press(`${act} access to healthcare_db.patients`);

    expect(
      await screen.findByRole('heading', { name: title }),
    ).toBeInTheDocument();
  });

  it('reads well with 200 tables: what ends first on top, the rest on demand', async () => {
    const tables = Array.from({ length: 200 }, (_, i) => ({
      ...patientsOfCare,
      tableEntityRef: `resource:producer/db.table_${i}`,
      table: {
        ...patientsOfCare.table,
        databaseName: 'db',
        tableName: `table_${i}`,
      },
    }));
    renderPage({
      getTeamAccess: async () => ({ team: care, items: tables, stale: false }),
      getRequests: async () => ({
        items: [
          {
            ...granted,
            tables: [
              { ...granted.tables[0], table: 'resource:producer/db.table_150' },
            ],
          },
        ],
      }),
    });

    // Roles of so many elements take jsdom seconds to work out.
    await screen.findByText('Plan visits in Texas', {}, { timeout: 10_000 });
    const rows = () => screen.getAllByText(/^db\.table_/);
    expect(rows()).toHaveLength(50);
    expect(rows()[0]).toHaveTextContent('db.table_150');

    const search = screen.getByPlaceholderText('Search by table');
    await userEvent.type(search, 'table_199');
    expect(rows()).toHaveLength(1);
    await userEvent.clear(search);
    await userEvent.click(screen.getByText('Show all 200 tables'));
    expect(rows()).toHaveLength(200);
  }, 20_000);

  it('says what is missing when a team is not onboarded', async () => {
    renderPage({
      getMyAccess: async () => ({ teams: [research], items: [], stale: false }),
      getRequests: async () => ({ items: [] }),
    });

    expect(
      await screen.findByRole('heading', {
        name: 'This team is not onboarded',
      }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Request access' }),
    ).not.toBeInTheDocument();
  });

  it('says what is missing when the team reads nothing', async () => {
    renderPage({
      getTeamAccess: async () => ({ team: care, items: [], stale: false }),
      getRequests: async () => ({ items: [] }),
    });

    expect(
      await screen.findByRole('heading', {
        name: 'This team reads nothing yet',
      }),
    ).toBeInTheDocument();
  });

  it('says what is missing when the person is in no team', async () => {
    renderPage({
      getMyAccess: async () => ({ teams: [], items: [], stale: false }),
    });

    expect(
      await screen.findByRole('heading', {
        name: 'You are in no team that reads data',
      }),
    ).toBeInTheDocument();
  });

  it('keeps in view what could be had when the rest is away', async () => {
    renderPage({
      getRequests: async () => {
        throw new Error('The database is away');
      },
    });

    expect(await screen.findByText('The database is away')).toBeInTheDocument();
    expect(await tableOf(care.title)).toHaveTextContent('1 of 2 columns');
    // Unknown is not "by no request".
    expect(screen.queryByText(/No request:/)).not.toBeInTheDocument();
  });

  it('tells a person without permission so', async () => {
    renderPage({
      getMyAccess: async () => {
        throw new NotAllowedError('Signed in people only');
      },
    });

    expect(
      await screen.findByText('You may not see your access'),
    ).toBeInTheDocument();
  });

  it('follows what the backend says without a reload', async () => {
    const signals = fakeSignals();
    const answer: { items: Models.AccessRequestSummary[] } = {
      items: [requestSummary('pending')],
    };
    const getRequests = jest.fn(async () => answer);
    renderPage({ getRequests }, signals);
    expect(await screen.findByText('Under way')).toBeInTheDocument();

    getRequests.mockResolvedValue({ items: [granted] });
    await signals.say('request-1');

    expect(await screen.findByText(/12 days left/)).toBeInTheDocument();
    expect(screen.queryByText('Under way')).not.toBeInTheDocument();
  });
});
