import { InputError, NotAllowedError } from '@backstage/errors';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { product, table, team } from '../../__testUtils__/entities';
import { CARE, CLAIMS, PATIENTS } from '../../__testUtils__/fakeSluiceApi';
import { renderOnEntityPage } from '../../__testUtils__/renderOnEntityPage';
import {
  fakeSignals,
  renderRequests,
} from '../../__testUtils__/renderRequests';
import { OWEN, PRIYA } from '../../__testUtils__/requests';
import type { HistoryQuery, SluiceApi } from '../../api';
import { downloadFile } from '../download/downloadFile';
import { clearQueries } from '../QueryProvider';
import {
  DataProductHistoryContent,
  TeamHistoryContent,
} from './HistoryContent';
import { HistoryPage } from './HistoryPage';

// Dialogs and lists of choices take jsdom long on a busy machine.
jest.setTimeout(20_000);

jest.mock('../download/downloadFile', () => ({ downloadFile: jest.fn() }));

const PRODUCT = 'dataproduct:default/patients';

const person = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'priya.sharma' },
  spec: { profile: { displayName: 'Priya Sharma' } },
};

const entry = (
  id: number,
  overrides: Partial<Models.HistoryEntry> = {},
): Models.HistoryEntry => ({
  id,
  at: '2026-01-02T00:00:00Z',
  requestId: 'request-1',
  grantId: 'request-1',
  revision: id,
  type: 'stepApproved',
  text: `owen.fisher approved, number ${id}`,
  actor: OWEN,
  team: CARE,
  tables: [PATIENTS, CLAIMS],
  details: { comment: 'As agreed' },
  ...overrides,
});

const answering = (items: Models.HistoryEntry[]) =>
  jest.fn<ReturnType<SluiceApi['getHistory']>, [HistoryQuery]>(async () => ({
    items,
  }));

const renderPage = (
  getHistory: SluiceApi['getHistory'],
  options: {
    at?: string;
    answers?: Partial<SluiceApi>;
    signals?: ReturnType<typeof fakeSignals>;
  } = {},
) =>
  renderRequests(<HistoryPage />, {
    at: '/sluice/history',
    ...options,
    answers: { getHistory, ...options.answers },
    entities: [team, product, table, person],
  });

const eventsOf = async () =>
  within(
    await screen.findByRole('list', { name: 'What happened' }),
  ).getAllByRole('listitem');

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

describe('HistoryPage', () => {
  afterEach(() => {
    clearQueries();
    jest.mocked(downloadFile).mockReset();
  });

  it('tells each event in a sentence: when, by whom, to which request; the rest on demand', async () => {
    renderPage(answering([entry(2), entry(1, { actor: 'sluice' })]));

    const [latest, first] = await eventsOf();
    expect(latest).toHaveTextContent(/approved, number 2.*2026/);
    expect(
      within(latest).getByRole('link', { name: 'owen.fisher' }),
    ).toBeInTheDocument();
    expect(
      within(latest).getByRole('link', {
        name: 'Request of patients-care-team for healthcare_db.patients and 1 more',
      }),
    ).toHaveAttribute('href', '/sluice/requests/request-1');
    // A service is no entity of the catalog.
    expect(first).toHaveTextContent('sluice');

    expect(screen.queryByText(/As agreed/)).not.toBeInTheDocument();
    await userEvent.click(
      within(latest).getByRole('button', { name: 'Details' }),
    );
    expect(await screen.findByText(/As agreed/)).toBeInTheDocument();
  });

  it('looks for what the URL says, and leaves out what makes no sense there', async () => {
    const getHistory = answering([entry(1)]);
    renderPage(getHistory, {
      at: `/sluice/history?${new URLSearchParams({
        team: CARE,
        table: PATIENTS,
        product: PRODUCT,
        person: PRIYA,
        review: 'review-1',
        type: 'revoked',
        since: '2026-01-01T00:00:00Z',
        until: 'soon',
        surprise: 'x',
      })}`,
    });

    await eventsOf();
    const filter = {
      team: CARE,
      table: PATIENTS,
      product: PRODUCT,
      person: PRIYA,
      type: 'revoked',
      since: '2026-01-01T00:00:00.000Z',
    };
    expect(getHistory).toHaveBeenCalledWith({
      ...filter,
      review: 'review-1',
      cursor: undefined,
      limit: 50,
    });

    // What only a link can say can be taken away.
    await press('Show all');
    await waitFor(() =>
      expect(getHistory).toHaveBeenLastCalledWith({
        ...filter,
        cursor: undefined,
        limit: 50,
      }),
    );
  });

  it.each([
    ['Team', 'patients-care-team', { team: CARE }],
    ['Data product', 'Patients', { product: PRODUCT }],
    ['Table', 'healthcare_db.patients', { table: PATIENTS }],
    ['Person', 'Priya Sharma', { person: PRIYA }],
    ['What happened', 'Kept by a review', { type: 'kept' }],
  ])('filters by %s', async (label, option, filter) => {
    const getHistory = answering([entry(1)]);
    renderPage(getHistory);

    await press(new RegExp(`${label}$`));
    await userEvent.click(await screen.findByRole('option', { name: option }));

    await waitFor(() =>
      expect(getHistory).toHaveBeenLastCalledWith(
        expect.objectContaining(filter),
      ),
    );
  });

  it.each([
    ['Since', 'since'],
    ['Before', 'until'],
  ])('filters by %s a moment', async (label, key) => {
    const getHistory = answering([entry(1)]);
    renderPage(getHistory);

    fireEvent.change(await screen.findByLabelText(label), {
      target: { value: '2026-01-02T08:30' },
    });

    await waitFor(() =>
      expect(getHistory).toHaveBeenLastCalledWith(
        expect.objectContaining({
          [key]: new Date('2026-01-02T08:30').toISOString(),
        }),
      ),
    );
  });

  it('asks the backend for older events page by page, and shows each once', async () => {
    const getHistory = jest.fn(async ({ cursor }: { cursor?: string }) =>
      cursor
        ? { items: [entry(3), entry(2)] }
        : { items: [entry(4), entry(3)], nextCursor: 'page-2' },
    );
    renderPage(getHistory);

    await press('Show older events');

    await waitFor(async () => expect(await eventsOf()).toHaveLength(3));
    expect(getHistory).toHaveBeenLastCalledWith({
      cursor: 'page-2',
      limit: 50,
    });
    expect(
      screen.queryByRole('button', { name: 'Show older events' }),
    ).not.toBeInTheDocument();
  });

  it.each([
    ['', 'Nothing has happened yet'],
    ['?type=kept', 'Nothing matches'],
  ])('says why there is nothing at "%s"', async (search, title) => {
    renderPage(answering([]), { at: `/sluice/history${search}` });

    expect(
      await screen.findByRole('heading', { name: title }),
    ).toBeInTheDocument();
  });

  it('tells failure from refusal, and tries again', async () => {
    const getHistory = answering([entry(1)]).mockRejectedValueOnce(
      new Error('The database is away'),
    );
    renderPage(getHistory);

    expect(await screen.findByText('The database is away')).toBeInTheDocument();
    await press('Try again');
    expect(await eventsOf()).toHaveLength(1);
  });

  it('tells a person without permission so', async () => {
    renderPage(async () => {
      throw new NotAllowedError('Members only');
    });

    expect(
      await screen.findByText('You may not see the history'),
    ).toBeInTheDocument();
  });

  it('goes on by itself when something happens', async () => {
    const signals = fakeSignals();
    const getHistory = answering([entry(1)]);
    renderPage(getHistory, { signals });
    expect(await eventsOf()).toHaveLength(1);

    getHistory.mockResolvedValue({ items: [entry(2), entry(1)] });
    await signals.say('request-1');

    await waitFor(async () => expect(await eventsOf()).toHaveLength(2));
  });

  it.each(['csv', 'json'] as const)(
    'exports all that matches as %s',
    async format => {
      const exportHistory = jest.fn(async () => ({
        filename: `history.${format}`,
        contentType: 'text/plain',
        content: 'all of it',
      }));
      renderPage(answering([entry(1)]), {
        at: `/sluice/history?type=kept&person=${PRIYA}`,
        answers: { exportHistory },
      });

      await press(`Export as ${format.toUpperCase()}`);

      await waitFor(() =>
        expect(downloadFile).toHaveBeenCalledWith(
          `history.${format}`,
          'all of it',
        ),
      );
      expect(exportHistory.mock.calls).toEqual([
        [{ type: 'kept', person: PRIYA, format }],
      ]);
    },
  );

  it('says what to do when there is too much for one file', async () => {
    renderPage(answering([entry(1)]), {
      answers: {
        exportHistory: async () => {
          throw new InputError('More than 10000 events. Narrow it by team');
        },
      },
    });

    await press('Export as CSV');

    expect(
      await screen.findByText('Could not export the history'),
    ).toBeInTheDocument();
    expect(screen.getByText(/Narrow it by team/)).toBeInTheDocument();
    expect(downloadFile).not.toHaveBeenCalled();
  });
});

describe('the history on entity pages', () => {
  afterEach(clearQueries);

  it.each([
    [
      'a data product',
      product,
      <DataProductHistoryContent />,
      { product: PRODUCT },
      'Data product',
    ],
    ['a team', team, <TeamHistoryContent />, { team: CARE }, 'Team'],
  ])('is that of %s alone', async (_, entity, content, filter, hidden) => {
    const getHistory = answering([]);
    renderOnEntityPage(entity, content, { getHistory });

    // What is not chosen is not a filter that could be cleared.
    expect(
      await screen.findByRole('heading', { name: 'Nothing has happened yet' }),
    ).toBeInTheDocument();
    expect(getHistory.mock.calls).toEqual([
      [{ ...filter, cursor: undefined, limit: 50 }],
    ]);
    expect(
      screen.queryByRole('button', { name: new RegExp(`${hidden}$`) }),
    ).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: /Person$/ })).toBeInTheDocument();
  });
});
