import { InputError, NotFoundError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { product } from '../../__testUtils__/entities';
import {
  CARE,
  fakeSluiceApi,
  matrix,
  PATIENTS,
  patientsOfCare,
} from '../../__testUtils__/fakeSluiceApi';
import { sluiceApiRef, type SluiceApi } from '../../api';
import { historyRouteRef, requestsRouteRef } from '../../routes';
import { AccessDetailsDialog } from '../accessDetails';
import { AccessMatrix } from '../accessMatrix';
import { DataProductAccessContent } from '../entity';
import { clearQueries, QueryProvider } from '../QueryProvider';

// Dialogs and lists of choices take jsdom long on a busy machine.
jest.setTimeout(20_000);

const THEN = '2026-03-01T12:00:00.000Z';
const CELL = { team: CARE, table: PATIENTS };

const cellOf = async (name: RegExp) => screen.findByRole('button', { name });

/** A matrix in which what is granted now was not granted then. */
const getAccessMatrix = () =>
  jest.fn<
    ReturnType<SluiceApi['getAccessMatrix']>,
    Parameters<SluiceApi['getAccessMatrix']>
  >(async ({ at }) => ({
    ...matrix,
    ...(at && {
      observedAt: '2026-03-01T11:58:00Z',
      cells: matrix.cells.map(cell => ({ ...cell, level: 'none' as const })),
    }),
  }));

const member = {
  teams: [matrix.teams[0]],
  items: [],
  stale: false,
};

function render(
  content: JSX.Element,
  answers: Partial<SluiceApi>,
  search: Record<string, string> = {},
) {
  return renderInTestApp(<QueryProvider>{content}</QueryProvider>, {
    apis: [
      [
        sluiceApiRef,
        fakeSluiceApi({
          getMyAccess: async () => member,
          getRequests: async () => ({ items: [] }),
          ...answers,
        }),
      ],
    ],
    mountedRoutes: {
      '/catalog/:namespace/:kind/:name': entityRouteRef,
      '/sluice/requests': requestsRouteRef,
      '/sluice/history': historyRouteRef,
    },
    initialRouteEntries: [`/?${new URLSearchParams(search)}`],
  });
}

const choose = async (value: string) => {
  fireEvent.change(await screen.findByLabelText('As of'), {
    target: { value },
  });
  await userEvent.click(screen.getByRole('button', { name: 'Show' }));
};

describe('the access matrix as of a moment', () => {
  afterEach(clearQueries);

  it('is asked for once the moment is chosen, says so, and leads back', async () => {
    const answer = getAccessMatrix();
    render(<AccessMatrix />, { getAccessMatrix: answer });
    await cellOf(/Care Team reads all of/);

    fireEvent.change(screen.getByLabelText('As of'), {
      target: { value: '2026-03-01T12:00' },
    });
    expect(answer).toHaveBeenCalledTimes(1);
    await userEvent.click(screen.getByRole('button', { name: 'Show' }));

    expect(
      await screen.findByText(
        /^As observed at .*Mar 1, 2026.*; not what holds now$/,
      ),
    ).toBeInTheDocument();
    expect(await cellOf(/Care Team reads nothing of claims/)).toBeVisible();
    expect(answer).toHaveBeenLastCalledWith(
      expect.objectContaining({
        at: new Date('2026-03-01T12:00').toISOString(),
      }),
    );

    await userEvent.click(screen.getByRole('button', { name: 'Back to now' }));
    expect(await cellOf(/Care Team reads all of/)).toBeVisible();
    expect(screen.queryByText(/not what holds now/)).not.toBeInTheDocument();
    expect(screen.getByLabelText('As of')).toHaveValue('');
  });

  it('stands in the URL, for the cell that is open, too', async () => {
    const getEffectiveAccess = jest.fn(async () => patientsOfCare);
    render(
      <AccessMatrix />,
      { getAccessMatrix: getAccessMatrix(), getEffectiveAccess },
      { at: THEN, ...CELL },
    );

    const dialog = within(await screen.findByRole('dialog'));
    expect(
      await dialog.findByText(/As observed at .*; not what holds now/),
    ).toBeInTheDocument();
    expect(getEffectiveAccess.mock.calls).toEqual([[{ ...CELL, at: THEN }]]);

    // The dialog stays while the moment changes.
    await userEvent.click(dialog.getByRole('button', { name: 'Back to now' }));
    await waitFor(() =>
      expect(getEffectiveAccess).toHaveBeenLastCalledWith({
        ...CELL,
        at: undefined,
      }),
    );
    expect(screen.getByRole('dialog')).toBeInTheDocument();
  });

  it.each([
    [
      '2999-01-01T00:00:00.000Z',
      new InputError('2999-01-01 is yet to come; ask for a moment of the past'),
      /is yet to come/,
    ],
    [
      '2020-01-01T00:00:00.000Z',
      new NotFoundError('Nothing had been observed at 2020-01-01'),
      /Nothing had been observed/,
    ],
    ['nonsense', new InputError('at is "nonsense"'), /at is "nonsense"/],
  ])('says what is wrong with %s, and leads back', async (at, error, text) => {
    const answer = getAccessMatrix().mockRejectedValueOnce(error);
    render(<AccessMatrix />, { getAccessMatrix: answer }, { at });

    expect(await screen.findByText(text)).toBeInTheDocument();
    expect(screen.getByText(/You asked for access as of/)).toBeInTheDocument();
    expect(screen.queryByRole('grid')).not.toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Back to now' }));
    expect(await screen.findByRole('grid')).toBeInTheDocument();
    expect(answer).toHaveBeenLastCalledWith(
      expect.objectContaining({ at: undefined }),
    );
  });

  it('offers nothing to ask for in the past', async () => {
    render(
      <EntityProvider entity={product}>
        <DataProductAccessContent />
      </EntityProvider>,
      { getAccessMatrix: getAccessMatrix() },
    );
    const ask = { name: 'Request access' };
    expect(await screen.findByRole('button', ask)).toBeInTheDocument();

    await choose('2026-03-01T12:00');

    await screen.findByText(/not what holds now/);
    expect(screen.queryByRole('button', ask)).not.toBeInTheDocument();
  });
});

describe('the reasons of a cell as of a moment', () => {
  afterEach(clearQueries);

  it('hide what can only be done now, and lead to what had happened by then', async () => {
    const getEffectiveAccess = jest.fn(async () => patientsOfCare);
    render(<AccessDetailsDialog {...CELL} onClose={() => {}} />, {
      getEffectiveAccess,
    });
    expect(
      await screen.findByRole('button', { name: 'Request access' }),
    ).toBeInTheDocument();
    expect(
      await screen.findByText(/No request that you may see/),
    ).toBeInTheDocument();

    await choose('2026-03-01T12:00');

    const link = await screen.findByRole('link', {
      name: 'What had happened to requests for it by then',
    });
    const at = new Date('2026-03-01T12:00').toISOString();
    expect(link).toHaveAttribute(
      'href',
      `/sluice/history?${new URLSearchParams({ ...CELL, until: at })}`,
    );
    expect(getEffectiveAccess).toHaveBeenLastCalledWith({ ...CELL, at });
    expect(
      screen.queryByRole('button', { name: 'Request access' }),
    ).not.toBeInTheDocument();
    expect(
      screen.queryByText(/No request that you may see/),
    ).not.toBeInTheDocument();
  });

  it('say what is wrong with the moment', async () => {
    render(<AccessDetailsDialog {...CELL} onClose={() => {}} />, {
      getEffectiveAccess: async ({ at }) => {
        if (at) throw new NotFoundError('Nothing had been observed by then');
        return patientsOfCare;
      },
    });

    await choose('2020-03-01T12:00');

    expect(
      await screen.findByText('Nothing had been observed by then'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Back to now' }));
    expect(
      await screen.findByText('The filter texas_only leaves out ssn.'),
    ).toBeInTheDocument();
  });
});
