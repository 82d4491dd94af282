import { ConflictError, InputError } from '@backstage/errors';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderRequests } from '../../__testUtils__/renderRequests';
import { OWEN, PRIYA } from '../../__testUtils__/requests';
import type { SluiceApi } from '../../api';
import { clearQueries } from '../QueryProvider';
import { RequestsRoutes } from '../requests';

// Dialogs and lists of choices take jsdom long on a busy machine.
jest.setTimeout(20_000);

/** Who is signed in to a test app. */
const ME = 'user:default/guest';

const users = ['priya.sharma', 'owen.fisher', 'guest'].map(name => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name, namespace: 'default' },
  spec: {},
}));

const delegation = (
  overrides: Partial<Models.Delegation> = {},
): Models.Delegation => ({
  id: 'delegation-1',
  from: ME,
  to: OWEN,
  startsAt: '2026-08-01T12:00:00Z',
  endsAt: '2026-08-15T12:00:00Z',
  reason: 'Summer',
  createdAt: '2026-07-01T12:00:00Z',
  ...overrides,
});

/** Opens the stand-ins as people do, from their requests. */
async function openStandIns(
  getDelegations: SluiceApi['getDelegations'],
  answers: Partial<SluiceApi> = {},
) {
  renderRequests(<RequestsRoutes />, {
    answers: {
      getRequests: async () => ({ items: [] }),
      getDelegations,
      ...answers,
    },
    entities: users,
  });
  await userEvent.click(
    await screen.findByRole('button', { name: 'Stand-ins…' }),
  );
  return within(await screen.findByRole('dialog'));
}

const chooseOwen = async () => {
  await userEvent.type(
    await screen.findByRole('combobox', { name: /Who/ }),
    'owen',
  );
  await waitFor(() =>
    expect(
      screen.getAllByRole('option').map(({ textContent }) => textContent),
    ).toEqual(['owen.fisher']),
  );
  await userEvent.click(screen.getByRole('option'));
};

const until = (value: string) =>
  fireEvent.change(screen.getByLabelText(/Until/), { target: { value } });

describe('stand-ins', () => {
  afterEach(clearQueries);

  it('tells who stands in for the person, and for whom the person does', async () => {
    const dialog = await openStandIns(async () => [
      delegation(),
      delegation({ id: 'delegation-2', from: PRIYA, to: ME, reason: '' }),
    ]);

    const mine = await dialog.findByRole('list', { name: 'In your place' });
    expect(mine).toHaveTextContent(
      /owen\.fisher.*Aug 1, 2026.*Aug 15, 2026.*Summer/,
    );
    const others = dialog.getByRole('list', { name: 'For others' });
    expect(others).toHaveTextContent('priya.sharma');
    // Only those who are away can end it.
    expect(within(others).queryByRole('button')).not.toBeInTheDocument();
  });

  it('says so when there is nobody', async () => {
    const dialog = await openStandIns(async () => []);

    expect(
      await dialog.findByText('Nobody stands in for you.'),
    ).toBeInTheDocument();
    expect(dialog.getByText('You stand in for nobody.')).toBeInTheDocument();
  });

  it('lets somebody stand in: a person found by name, from when until when, and why', async () => {
    const held: Models.Delegation[] = [];
    const createDelegation = jest.fn(
      async (draft: Models.CreateDelegationRequest) => {
        held.push(delegation(draft));
        return held[0];
      },
    );
    const dialog = await openStandIns(async () => [...held], {
      createDelegation,
    });

    const confirm = await dialog.findByRole('button', {
      name: 'Let them stand in',
    });
    expect(confirm).toBeDisabled();
    await chooseOwen();
    fireEvent.change(dialog.getByLabelText('From'), {
      target: { value: '2026-08-01T08:00' },
    });
    until('2026-08-15T08:00');
    await userEvent.type(dialog.getByLabelText('Reason'), ' Summer ');
    await userEvent.dblClick(confirm);

    expect(
      await dialog.findByRole('list', { name: 'In your place' }),
    ).toHaveTextContent('owen.fisher');
    expect(createDelegation.mock.calls).toEqual([
      [
        {
          to: OWEN,
          startsAt: new Date('2026-08-01T08:00').toISOString(),
          endsAt: new Date('2026-08-15T08:00').toISOString(),
          reason: 'Summer',
        },
      ],
    ]);
    // Ready for the next one.
    expect(dialog.getByRole('combobox', { name: /Who/ })).toHaveValue('');
    expect(confirm).toBeDisabled();
  });

  it('offers everybody but the person', async () => {
    const dialog = await openStandIns(async () => []);

    await userEvent.click(await dialog.findByRole('combobox', { name: /Who/ }));

    const options = await screen.findAllByRole('option');
    expect(options.map(({ textContent }) => textContent)).toEqual([
      'owen.fisher',
      'priya.sharma',
    ]);
  });

  it('begins at once when no start is named', async () => {
    const createDelegation = jest.fn(
      async (_: Models.CreateDelegationRequest) => delegation(),
    );
    await openStandIns(async () => [], { createDelegation });
    const before = Date.now();

    await chooseOwen();
    until('2999-08-15T08:00');
    await userEvent.click(screen.getByText('Let them stand in'));

    await waitFor(() => expect(createDelegation).toHaveBeenCalledTimes(1));
    const [[{ startsAt }]] = createDelegation.mock.calls;
    expect(Date.parse(startsAt)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(startsAt)).toBeLessThanOrEqual(Date.now());
  });

  it('says what is wrong, and keeps what was filled in', async () => {
    const dialog = await openStandIns(async () => [], {
      createDelegation: async () => {
        throw new InputError('endsAt must be after now');
      },
    });

    await chooseOwen();
    until('2020-08-15T08:00');
    await userEvent.click(dialog.getByText('Let them stand in'));

    expect(
      await dialog.findByText('endsAt must be after now'),
    ).toBeInTheDocument();
    expect(dialog.getByRole('combobox', { name: /Who/ })).toHaveValue(
      'owen.fisher',
    );
  });

  it('ends it now', async () => {
    const held = [delegation()];
    const endDelegation = jest.fn(async () => held.pop()!);
    const dialog = await openStandIns(async () => [...held], {
      endDelegation,
    });

    await userEvent.dblClick(
      await dialog.findByRole('button', {
        name: 'End that owen.fisher stands in for you',
      }),
    );

    expect(
      await dialog.findByText('Nobody stands in for you.'),
    ).toBeInTheDocument();
    expect(endDelegation.mock.calls).toEqual([['delegation-1']]);
  });

  it('says why it cannot be ended', async () => {
    const dialog = await openStandIns(async () => [delegation()], {
      endDelegation: async () => {
        throw new ConflictError('It ended at noon');
      },
    });

    await userEvent.click(await dialog.findByText('End now'));

    expect(await dialog.findByText('It ended at noon')).toBeInTheDocument();
  });

  it('says when they cannot be had, and tries again', async () => {
    const getDelegations = jest
      .fn<ReturnType<SluiceApi['getDelegations']>, []>()
      .mockRejectedValueOnce(new Error('The database is away'))
      .mockResolvedValue([]);
    const dialog = await openStandIns(getDelegations);

    await userEvent.click(await dialog.findByText('Try again'));

    expect(
      await dialog.findByText('Nobody stands in for you.'),
    ).toBeInTheDocument();
  });
});
