import { ConflictError, NotAllowedError } from '@backstage/errors';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { product, team } from '../../__testUtils__/entities';
import { CARE, PATIENTS } from '../../__testUtils__/fakeSluiceApi';
import {
  fakeSignals,
  renderRequests,
} from '../../__testUtils__/renderRequests';
import {
  PRIYA,
  requestCheck,
  requestSummary,
} from '../../__testUtils__/requests';
import type { RequestQuery, SluiceApi } from '../../api';
import { clearQueries } from '../QueryProvider';
import { RequestsRoutes } from './RequestsRoutes';

const user = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'priya.sharma', title: 'Priya Sharma' },
  spec: {},
};

const pending = (id: string, teamTitle: string) =>
  requestSummary('pending', { id, teamTitle, actions: ['approve', 'deny'] });

/** A backend with some requests in each list. */
function backend(lists: {
  toDecide?: Models.AccessRequestSummary[];
  mine?: Models.AccessRequestSummary[];
  all?: Models.AccessRequestSummary[];
}) {
  return jest.fn(async ({ list = 'all' }: RequestQuery) => ({
    items: lists[list] ?? [],
  }));
}

const renderPage = (
  getRequests: SluiceApi['getRequests'],
  options: {
    at?: string;
    answers?: Partial<SluiceApi>;
    signals?: ReturnType<typeof fakeSignals>;
  } = {},
) =>
  renderRequests(<RequestsRoutes />, {
    ...options,
    answers: { getRequests, ...options.answers },
    entities: [team, product, user],
  });

const rowsOf = async () =>
  within(await screen.findByRole('table', { name: 'Requests' }))
    .getAllByRole('row')
    .slice(1);

const select = async (name: RegExp) =>
  userEvent.click(await screen.findByRole('checkbox', { name }));

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

describe('RequestsPage', () => {
  afterEach(clearQueries);

  it('begins with what waits for the person, and counts it', async () => {
    renderPage(backend({ toDecide: [pending('1', 'Care')] }));

    const [row] = await rowsOf();
    expect(row).toHaveTextContent(
      /Care → healthcare_db\.patients.*2 of 9 columns, rows where state = 'Texas'.*Plan visits in Texas.*Waiting for approval.*Owner of healthcare_db\.patients.*30 days/,
    );
    expect(
      within(row).getByRole('link', { name: 'Care → healthcare_db.patients' }),
    ).toHaveAttribute('href', '/sluice/requests/1');
    expect(
      within(row).getByRole('link', { name: 'priya.sharma' }),
    ).toHaveAttribute('href', '/catalog/default/user/priya.sharma');
    expect(screen.getByRole('radio', { name: 'To decide (1)' })).toBeChecked();
  });

  it('begins with the requests of the own teams when nothing waits', async () => {
    renderPage(
      backend({
        mine: [requestSummary('active', { expiresAt: '2026-02-01T00:00:00Z' })],
      }),
    );

    expect((await rowsOf())[0]).toHaveTextContent(/Active.*2026/);
    expect(screen.getByRole('radio', { name: 'My teams’' })).toBeChecked();
    // Nothing can be done to several of them.
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
  });

  it('looks for what the URL says, and leaves out what makes no sense there', async () => {
    const getRequests = backend({ all: [requestSummary('active')] });
    renderPage(getRequests, {
      at: `/sluice/requests?list=all&phase=active&phase=failed&phase=nonsense&team=${CARE}&table=${PATIENTS}&person=${PRIYA}`,
    });

    await rowsOf();
    expect(getRequests).toHaveBeenCalledWith({
      list: 'all',
      phase: ['active', 'failed'],
      team: CARE,
      table: PATIENTS,
      person: PRIYA,
      cursor: undefined,
      limit: 25,
    });

    await press('Show all tables');
    await waitFor(() =>
      expect(getRequests).toHaveBeenLastCalledWith(
        expect.not.objectContaining({ table: PATIENTS }),
      ),
    );
  });

  it.each([
    ['Phase', 'Denied', { phase: ['denied'] }],
    ['Team', 'patients-care-team', { team: CARE }],
    ['Data product', 'Patients', { product: 'dataproduct:default/patients' }],
    ['Person', 'Priya Sharma', { person: PRIYA }],
  ])('filters by %s', async (label, option, filter) => {
    const getRequests = backend({ all: [requestSummary('denied')] });
    renderPage(getRequests, { at: '/sluice/requests?list=all' });

    await userEvent.click(
      await screen.findByRole('button', { name: new RegExp(`${label}$`) }),
    );
    await userEvent.click(await screen.findByRole('option', { name: option }));

    await waitFor(() =>
      expect(getRequests).toHaveBeenLastCalledWith(
        expect.objectContaining({ list: 'all', ...filter }),
      ),
    );
  });

  it('shows older requests on demand, each once', async () => {
    const getRequests = jest.fn(async ({ list, cursor }: RequestQuery) => {
      if (list === 'toDecide') return { items: [] };
      return cursor
        ? {
            items: [
              requestSummary('active'),
              requestSummary('denied', { id: '2' }),
            ],
          }
        : { items: [requestSummary('active')], nextCursor: 'page-2' };
    });
    renderPage(getRequests, { at: '/sluice/requests?list=all' });

    await press('Show older requests');

    await waitFor(async () => expect(await rowsOf()).toHaveLength(2));
  });

  it.each([
    ['toDecide', 'Nothing waits for you'],
    ['mine', 'Your teams asked for nothing yet'],
    ['all', 'No requests yet'],
    ['all&phase=failed', 'No request matches'],
  ])('says why the list %s is empty', async (list, title) => {
    renderPage(backend({}), { at: `/sluice/requests?list=${list}` });

    expect(
      await screen.findByRole('heading', { name: title }),
    ).toBeInTheDocument();
  });

  it('tells failure from refusal, and tries again', async () => {
    const getRequests = jest
      .fn<ReturnType<SluiceApi['getRequests']>, [RequestQuery]>()
      .mockRejectedValue(new Error('The database is away'));
    renderPage(getRequests);

    expect(await screen.findByText('The database is away')).toBeInTheDocument();
    getRequests.mockResolvedValue({ items: [requestSummary('active')] });
    await press('Try again');
    expect(await rowsOf()).toHaveLength(1);
  });

  it('tells a person without permission so', async () => {
    renderPage(async () => {
      throw new NotAllowedError('Members only');
    });

    expect(
      await screen.findByText('You may not see the requests'),
    ).toBeInTheDocument();
  });

  it('asks anew when the backend says that something happened', async () => {
    const signals = fakeSignals();
    const getRequests = jest.fn(async () => ({
      items: [requestSummary('pending')],
    }));
    renderPage(getRequests, { at: '/sluice/requests?list=mine', signals });
    expect((await rowsOf())[0]).toHaveTextContent('Waiting for approval');

    getRequests.mockResolvedValue({ items: [requestSummary('denied')] });
    await signals.say('request-1');

    await waitFor(async () =>
      expect((await rowsOf())[0]).toHaveTextContent('Denied'),
    );
  });
});

describe('deciding several requests', () => {
  afterEach(clearQueries);

  const care = pending('care', 'Care');
  const research = { ...pending('research', 'Research'), revision: 7 };
  const claims = pending('claims', 'Claims');

  it('shows what it comes to, approves one by one, and keeps what failed', async () => {
    const waiting = [care, research, claims];
    const approveRequest = jest.fn(async (id: string) => {
      if (id === 'research') throw new ConflictError('It was withdrawn');
      waiting.splice(
        waiting.findIndex(each => each.id === id),
        1,
      );
      return {} as Models.AccessRequest;
    });
    renderPage(async () => ({ items: [...waiting] }), {
      answers: { checkRequest: async () => requestCheck, approveRequest },
    });

    await select(/Select Care/);
    await select(/Select Research/);
    expect(screen.getByText('2 requests selected.')).toBeInTheDocument();
    await press('Approve selected…');
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      await dialog.findAllByText('Patients Care gains 2 columns.'),
    ).toHaveLength(2);
    expect(dialog.queryByText(/Claims/)).not.toBeInTheDocument();
    await userEvent.type(dialog.getByLabelText(/Comment/), 'As agreed');
    // A double click does not decide twice.
    await userEvent.dblClick(
      dialog.getByRole('button', { name: 'Approve 2 requests' }),
    );

    expect(await dialog.findByText('Approved')).toBeInTheDocument();
    expect(await dialog.findByText('It was withdrawn')).toBeInTheDocument();
    expect(approveRequest.mock.calls).toEqual([
      ['care', { revision: 3, comment: 'As agreed' }],
      ['research', { revision: 7, comment: 'As agreed' }],
    ]);

    await userEvent.click(dialog.getAllByRole('button', { name: 'Close' })[1]);
    expect(
      await screen.findByText('1 request could not be approved'),
    ).toBeInTheDocument();
    expect(screen.getByText(/Research .*: It was withdrawn/)).toBeVisible();
    expect(
      screen.getByRole('checkbox', { name: /Select Research/ }),
    ).toBeChecked();
    await waitFor(() =>
      expect(
        screen.queryByRole('checkbox', { name: /Select Care/ }),
      ).not.toBeInTheDocument(),
    );
  });

  it('approves nothing whose consequences could not be seen', async () => {
    const approveRequest = jest.fn(async () => ({} as Models.AccessRequest));
    renderPage(async () => ({ items: [care, research] }), {
      answers: {
        checkRequest: async id => {
          if (id === 'care') throw new Error('The accounts were not read');
          return requestCheck;
        },
        approveRequest,
      },
    });

    await select(/Select all/);
    await press('Approve selected…');
    expect(
      await screen.findByText(/Left out: .*The accounts were not read/),
    ).toBeInTheDocument();
    await press('Approve 1 request');

    expect(await screen.findByText(/1 of 2 requests decided/)).toBeVisible();
    expect(approveRequest.mock.calls).toEqual([['research', { revision: 7 }]]);
  });

  it('denies with one reason, and not without', async () => {
    const denyRequest = jest.fn(async () => ({} as Models.AccessRequest));
    renderPage(async () => ({ items: [care, research] }), {
      answers: { denyRequest },
    });

    await select(/Select all/);
    await press('Deny selected…');
    const confirm = await screen.findByRole('button', {
      name: 'Deny 2 requests',
    });
    expect(confirm).toBeDisabled();
    await userEvent.type(
      screen.getByLabelText(/Reason/),
      '  Not for research ',
    );
    await userEvent.click(confirm);

    expect(await screen.findByText('All of them are decided.')).toBeVisible();
    expect(denyRequest.mock.calls).toEqual([
      ['care', { revision: 3, reason: 'Not for research' }],
      ['research', { revision: 7, reason: 'Not for research' }],
    ]);
  });

  it('leaves the selection as it is when nothing was decided', async () => {
    renderPage(async () => ({ items: [care] }), {
      answers: { checkRequest: async () => requestCheck },
    });

    await select(/Select Care/);
    await press('Approve selected…');
    await press('Cancel');

    expect(screen.getByText('1 request selected.')).toBeInTheDocument();
  });
});
