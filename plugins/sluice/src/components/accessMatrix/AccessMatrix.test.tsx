import { NotAllowedError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { sluiceApiRef, type SluiceApi } from '../../api';
import {
  CARE,
  CLAIMS,
  fakeSluiceApi,
  matrix,
  PATIENTS,
  patientsOfCare,
  RESEARCH,
} from '../../__testUtils__/fakeSluiceApi';
import { fakeSignals } from '../../__testUtils__/renderRequests';
import { requestSummary } from '../../__testUtils__/requests';
import { driftRouteRef, requestsRouteRef } from '../../routes';
import { clearQueries, QueryProvider } from '../QueryProvider';
import { AccessMatrix } from './AccessMatrix';

function renderMatrix(
  answers: Partial<SluiceApi>,
  url = '/',
  signals = fakeSignals(),
) {
  return renderInTestApp(
    <QueryProvider>
      <AccessMatrix />
    </QueryProvider>,
    {
      apis: [
        [sluiceApiRef, fakeSluiceApi(answers)],
        [signalApiRef, signals.api],
      ],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/sluice/drift': driftRouteRef,
        '/sluice/requests': requestsRouteRef,
      },
      initialRouteEntries: [url],
    },
  );
}

const cell = (name: RegExp) => screen.findByRole('button', { name });

describe('AccessMatrix', () => {
  afterEach(clearQueries);

  it('says every level in words', async () => {
    renderMatrix({ getAccessMatrix: async () => matrix });

    expect(await cell(/reads 8 of 9 columns of/)).toHaveTextContent(
      "8 of 9 columnsrows where state = 'Texas'",
    );
    expect(await cell(/Care Team reads all of/)).toHaveTextContent('Full');
    expect(await cell(/Research reads nothing of/)).toHaveTextContent('None');
    expect(await cell(/Research reads of .* is unknown/)).toHaveTextContent(
      'Unknown',
    );
    expect(
      screen.getByRole('columnheader', { name: /Population Research/ }),
    ).toHaveTextContent('Not onboarded');
  });

  it('leads from cells that are not as declared to where they differ', async () => {
    const drifts = [undefined, 0, 1, 2];
    renderMatrix({
      getAccessMatrix: async () => ({
        ...matrix,
        cells: matrix.cells.map((each, i) => ({ ...each, drift: drifts[i] })),
      }),
    });

    await cell(/reads 8 of 9 columns of/);
    const links = screen.getAllByRole('link', { name: /difference/ });
    expect(
      links.map(link => [
        link.getAttribute('aria-label'),
        link.getAttribute('href'),
      ]),
    ).toEqual([
      [
        '1 difference: Patients Care Team, claims',
        `/sluice/drift?${new URLSearchParams({ team: CARE, table: CLAIMS })}`,
      ],
      [
        '2 differences: Population Research, claims',
        `/sluice/drift?${new URLSearchParams({
          team: RESEARCH,
          table: CLAIMS,
        })}`,
      ],
    ]);
  });

  it('follows requests that are granted or end, without a reload', async () => {
    const signals = fakeSignals();
    const getAccessMatrix = jest.fn(async () => matrix);
    renderMatrix({ getAccessMatrix }, '/', signals);
    await cell(/Research reads nothing of/);

    getAccessMatrix.mockResolvedValue({
      ...matrix,
      cells: matrix.cells.map(each =>
        each.level === 'none' ? { ...each, level: 'full' } : each,
      ),
    });
    await signals.say('request-1');

    expect(await cell(/Research reads all of/)).toBeInTheDocument();
  });

  it('says by which request a cell is granted, and until when', async () => {
    renderMatrix({
      getAccessMatrix: async () => matrix,
      getEffectiveAccess: async () => patientsOfCare,
      getMyAccess: async () => ({ teams: [], items: [], stale: false }),
      getRequests: async ({ team, table }) => ({
        items:
          team === CARE && table === PATIENTS
            ? [requestSummary('active', { expiresAt: '2999-01-01T12:00:00Z' })]
            : [],
      }),
    });

    await userEvent.click(await cell(/reads 8 of 9 columns of/));

    expect(
      await screen.findByText(/^Granted until .*2999.* by request/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Plan visits in Texas' }),
    ).toHaveAttribute('href', '/sluice/requests/request-1');
  });

  it('moves with the arrows, opens with Enter and gives the focus back', async () => {
    renderMatrix({
      getAccessMatrix: async () => matrix,
      getEffectiveAccess: async () => patientsOfCare,
    });
    const first = await cell(/reads 8 of 9 columns of/);
    act(() => first.focus());

    await userEvent.keyboard('{ArrowDown}{ArrowRight}');
    expect(await cell(/is unknown/)).toHaveFocus();
    expect(first).toHaveAttribute('tabindex', '-1');

    await userEvent.keyboard('{ArrowUp}{ArrowLeft}{Enter}');
    const dialog = await screen.findByRole('dialog');
    expect(
      await within(dialog).findByText('The filter texas_only leaves out ssn.'),
    ).toBeInTheDocument();
    expect(within(dialog).getByRole('row', { name: /ssn/ })).toHaveTextContent(
      'hidden',
    );

    await userEvent.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    await waitFor(() => expect(first).toHaveFocus());
  });

  it('is one stop of the Tab key, which stays where it was left', async () => {
    renderMatrix({ getAccessMatrix: async () => matrix });
    const first = await cell(/reads 8 of 9 columns of/);
    act(() => first.focus());

    await userEvent.keyboard('{End}');
    const last = await cell(/Research reads nothing of/);
    expect(last).toHaveFocus();
    await userEvent.keyboard('{ArrowRight}');
    expect(last).toHaveFocus();

    const grid = within(screen.getByRole('grid'));
    const stops = grid
      .getAllByRole('button')
      .filter(button => button.tabIndex === 0);
    expect(stops).toEqual([last]);
  });

  it('opens what the URL names', async () => {
    renderMatrix(
      {
        getAccessMatrix: async () => matrix,
        getEffectiveAccess: async () => patientsOfCare,
      },
      `/?${new URLSearchParams({ team: CARE, table: PATIENTS })}`,
    );

    expect(
      await screen.findByRole('heading', {
        name: 'What Patients Care Team reads of patients',
      }),
    ).toBeInTheDocument();
  });

  it('says what it does not show, and when it is old', async () => {
    renderMatrix({
      getAccessMatrix: async () => ({ ...matrix, hiddenTeams: 2, stale: true }),
    });

    expect(
      await screen.findByText(/access of 2 more teams is not shown to you/),
    ).toBeInTheDocument();
    expect(screen.getByText(/may be out of date/)).toBeInTheDocument();
  });

  it('adds the next page of tables', async () => {
    const getAccessMatrix = jest.fn(
      async ({ cursor }: { cursor?: string }) => ({
        ...matrix,
        tables: [matrix.tables[cursor ? 1 : 0]],
        cells: matrix.cells.slice(...(cursor ? [2, 4] : [0, 2])),
        nextCursor: cursor ? undefined : 'more',
      }),
    );
    renderMatrix({ getAccessMatrix });

    await userEvent.click(await cell(/Show more tables/));

    expect(await cell(/Care Team reads all of/)).toBeInTheDocument();
    expect(await cell(/reads 8 of 9 columns of/)).toBeInTheDocument();
    expect(screen.getByText(/2 of 2 tables/)).toBeInTheDocument();
  });

  it('keeps what is on the screen when the next page fails', async () => {
    renderMatrix({
      getAccessMatrix: async ({ cursor }) => {
        if (cursor) throw new Error('The database is away');
        return { ...matrix, nextCursor: 'more' };
      },
    });

    await userEvent.click(await cell(/Show more tables/));

    expect(await screen.findByText('The database is away')).toBeInTheDocument();
    expect(await cell(/reads 8 of 9 columns of/)).toBeInTheDocument();
  });

  it.each([
    ['no table', { tables: [] }, 'No tables yet'],
    ['no team', { teams: [] }, 'No team that you may see'],
  ])('says what to do when there is %s', async (_, missing, title) => {
    renderMatrix({
      getAccessMatrix: async () => ({ ...matrix, cells: [], ...missing }),
    });

    expect(
      await screen.findByRole('heading', { name: title }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('grid')).not.toBeInTheDocument();
  });

  it('tells refusal from failure, and tries again', async () => {
    const getAccessMatrix = jest
      .fn<Promise<typeof matrix>, []>()
      .mockRejectedValueOnce(new Error('The database is away'))
      .mockResolvedValue(matrix);
    renderMatrix({ getAccessMatrix });

    expect(await screen.findByText('The database is away')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('grid')).toBeInTheDocument();
  });

  it('does not offer to try a refusal again', async () => {
    renderMatrix({
      getAccessMatrix: async () => {
        throw new NotAllowedError('Members only');
      },
    });

    expect(
      await screen.findByText('You may not see the access matrix'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Try again' }),
    ).not.toBeInTheDocument();
  });
});
