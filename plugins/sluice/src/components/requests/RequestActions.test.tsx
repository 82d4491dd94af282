import { ConflictError } from '@backstage/errors';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  CARE,
  matrix,
  PATIENTS,
  patients,
} from '../../__testUtils__/fakeSluiceApi';
import {
  fakeSignals,
  renderRequests,
} from '../../__testUtils__/renderRequests';
import { accessRequest, requestCheck } from '../../__testUtils__/requests';
import type { SluiceApi } from '../../api';
import { clearQueries } from '../QueryProvider';
import { RequestsRoutes } from './RequestsRoutes';

/** A request of revision 3, as it is before and after what the test does to it. */
function renderActions(
  phase: Models.RequestPhase,
  actions: Models.RequestAction[],
  answers: Partial<SluiceApi>,
  signals?: ReturnType<typeof fakeSignals>,
) {
  return renderRequests(<RequestsRoutes />, {
    at: '/sluice/requests/request-1',
    answers: {
      getRequest: async () => accessRequest(phase, { summary: { actions } }),
      checkRequest: async () => requestCheck,
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

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

const dialog = async () => within(await screen.findByRole('dialog'));

/** Ends when the test says so. */
function controlled(answer: Models.AccessRequest) {
  let end = () => {};
  const call = jest.fn(
    () =>
      new Promise<Models.AccessRequest>(resolve => {
        end = () => resolve(answer);
      }),
  );
  return { call, end: () => end() };
}

// Forms of many fields take jest longer than a browser.
jest.setTimeout(20_000);

describe('RequestActions', () => {
  afterEach(clearQueries);

  it.each<[Models.RequestAction[], string[]]>([
    [
      ['approve', 'deny'],
      ['Approve…', 'Approve with less…', 'Deny…'],
    ],
    [
      ['edit', 'submit', 'withdraw'],
      ['Submit', 'Edit…', 'Withdraw…'],
    ],
    [
      ['extend', 'revoke'],
      ['Extend…', 'Change…', 'Give back…'],
    ],
    [
      ['reduce', 'revoke'],
      ['Reduce…', 'Revoke now…'],
    ],
    [['keep'], []],
  ])('offers %j and nothing else', async (actions, names) => {
    renderActions('active', actions, {});

    await screen.findByRole('heading', { name: /Patients Care →/ });
    for (const name of names) {
      expect(screen.getByRole('button', { name })).toBeInTheDocument();
    }
    const others = [
      'Approve…',
      'Approve with less…',
      'Deny…',
      'Submit',
      'Edit…',
      'Withdraw…',
      'Extend…',
      'Change…',
      'Reduce…',
      'Give back…',
      'Revoke now…',
    ].filter(name => !names.includes(name));
    for (const name of others) {
      expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
    }
  });

  it('approves what was seen, in view of the consequences, once', async () => {
    const approveRequest = jest.fn(async () => accessRequest('applying'));
    renderActions('pending', ['approve', 'deny'], {
      approveRequest,
      checkRequest: async () => requestCheck,
    });

    await press('Approve…');
    const shown = await dialog();
    expect(
      await shown.findByText('Patients Care gains 2 columns.'),
    ).toBeInTheDocument();
    expect(
      shown.getByText(/2 of 9 columns, rows where state = 'Texas'/),
    ).toBeInTheDocument();
    await userEvent.type(shown.getByLabelText(/Comment/), ' Fine ');
    await userEvent.dblClick(shown.getByRole('button', { name: 'Approve' }));

    expect(await screen.findByText('Being granted')).toBeInTheDocument();
    expect(approveRequest.mock.calls).toEqual([
      ['request-1', { revision: 3, comment: 'Fine' }],
    ]);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('does not approve what nobody could see the consequences of', async () => {
    renderActions('pending', ['approve'], {
      checkRequest: async () => {
        throw new Error('The accounts were not read');
      },
    });

    await press('Approve…');

    const shown = await dialog();
    expect(
      await shown.findByText('The accounts were not read'),
    ).toBeInTheDocument();
    expect(shown.getByRole('button', { name: 'Approve' })).toBeDisabled();
  });

  it.each<
    [
      opens: string,
      action: Models.RequestAction[],
      confirm: string,
      call: 'denyRequest' | 'withdrawRequest' | 'revokeRequest',
    ]
  >([
    ['Deny…', ['deny'], 'Deny', 'denyRequest'],
    ['Withdraw…', ['withdraw'], 'Withdraw', 'withdrawRequest'],
    ['Revoke now…', ['revoke'], 'Revoke now', 'revokeRequest'],
    ['Give back…', ['extend', 'revoke'], 'Give back', 'revokeRequest'],
  ])('%s needs a reason', async (opens, actions, confirm, call) => {
    const act = jest.fn(async () => accessRequest('revoking'));
    renderActions('active', actions, { [call]: act });

    await press(opens);
    const shown = await dialog();
    const button = shown.getByRole('button', { name: confirm });
    await userEvent.type(shown.getByLabelText(/Reason/), '   ');
    expect(button).toBeDisabled();
    await userEvent.type(shown.getByLabelText(/Reason/), 'Not needed');
    await userEvent.click(button);

    expect(await screen.findByText('Being revoked')).toBeInTheDocument();
    expect(act.mock.calls).toEqual([
      ['request-1', { revision: 3, reason: 'Not needed' }],
    ]);
  });

  it('warns of sessions that are open before it revokes', async () => {
    renderActions('active', ['revoke'], {});

    await press('Revoke now…');

    expect(
      (await dialog()).getByText('The last possible read comes later'),
    ).toBeInTheDocument();
  });

  it('submits a draft as it was seen, once', async () => {
    const submitRequest = jest.fn(async () => accessRequest('pending'));
    renderActions('draft', ['submit'], { submitRequest });

    await userEvent.dblClick(
      await screen.findByRole('button', { name: 'Submit' }),
    );

    expect(await screen.findByText('Waiting for approval')).toBeInTheDocument();
    expect(submitRequest.mock.calls).toEqual([['request-1', 3]]);
  });

  it('says why it failed, and tries again', async () => {
    const resumeRequest = jest.fn(async () => accessRequest('applying'));
    renderActions('failed', ['resume'], {
      resumeRequest,
      getRequest: async () =>
        accessRequest('failed', {
          fulfilment: { status: 'failed', error: 'The share was rejected.' },
          summary: { actions: ['resume'] },
        }),
    });

    expect(
      await screen.findByText('The share was rejected.'),
    ).toBeInTheDocument();
    await press('Try again');

    expect(await screen.findByText('Being granted')).toBeInTheDocument();
    expect(resumeRequest.mock.calls).toEqual([['request-1', 3]]);
  });

  it('extends by a request for the same that takes its place', async () => {
    const createRequest = jest.fn(async () =>
      accessRequest('pending', { summary: { id: 'request-2' } }),
    );
    const getRequest = jest.fn(async (id: string) =>
      accessRequest(id === 'request-1' ? 'active' : 'pending', {
        summary: { id, actions: ['extend'] },
      }),
    );
    renderActions('active', ['extend'], { createRequest, getRequest });

    await press('Extend…');
    const shown = await dialog();
    const days = await shown.findByRole('textbox', { name: /Days/ });
    expect(days).toHaveValue('30');
    await userEvent.clear(days);
    await userEvent.type(days, '60');
    await userEvent.clear(shown.getByLabelText(/Purpose/));
    await userEvent.type(shown.getByLabelText(/Purpose/), 'Still needed');
    await userEvent.click(shown.getByRole('button', { name: 'Request' }));

    expect(await screen.findByText('Waiting for approval')).toBeInTheDocument();
    expect(createRequest.mock.calls).toEqual([
      [
        {
          team: CARE,
          purpose: 'Still needed',
          terms: {
            tables: [
              {
                table: PATIENTS,
                columns: ['patient_id', 'city'],
                rowFilter: "state = 'Texas'",
              },
            ],
            durationMinutes: 60 * 24 * 60,
          },
          supersedes: 'request-1',
          submit: true,
        },
      ],
    ]);
  });
});

describe('narrowing a request', () => {
  afterEach(clearQueries);

  const table: Models.Table = {
    ...patients,
    columns: [
      ...patients.columns,
      { fieldId: 6, name: 'state', type: 'string', lfTags: [] },
    ],
  };

  const narrowed = {
    tables: [
      { table: PATIENTS, columns: ['city'], rowFilter: "state = 'Texas'" },
    ],
    durationMinutes: 30 * 24 * 60,
  };

  /** Takes patient_id away, in the dialog that a button opens. */
  async function takeAway(opens: string) {
    await press(opens);
    const shown = await dialog();
    await userEvent.click(
      await shown.findByRole('checkbox', { name: /patient_id/ }),
    );
    return shown;
  }

  it('approves with less, bounded by what was asked for', async () => {
    const approveRequest = jest.fn(async () => accessRequest('applying'));
    const checkTerms = jest.fn(async (_: Models.CheckTermsRequest) => ({
      ...requestCheck,
    }));
    renderActions('pending', ['approve'], {
      approveRequest,
      checkTerms,
      getTable: async () => table,
    });

    const shown = await takeAway('Approve with less…');
    // What was not asked for cannot be given.
    expect(
      shown.queryByRole('checkbox', { name: /ssn/ }),
    ).not.toBeInTheDocument();
    await userEvent.type(shown.getByLabelText(/Comment/), 'No ids');
    const confirm = shown.getByRole('button', { name: 'Approve with less' });
    await waitFor(() => expect(confirm).toBeEnabled());
    await userEvent.click(confirm);

    expect(await screen.findByText('Being granted')).toBeInTheDocument();
    expect(approveRequest.mock.calls).toEqual([
      ['request-1', { revision: 3, comment: 'No ids', terms: narrowed }],
    ]);
    expect(checkTerms).toHaveBeenLastCalledWith({
      team: CARE,
      terms: narrowed,
      requestId: 'request-1',
    });
  });

  it('reduces what is active, for a reason', async () => {
    const reduceRequest = jest.fn(async () => accessRequest('applying'));
    renderActions('active', ['reduce'], {
      reduceRequest,
      checkTerms: async () => requestCheck,
      getTable: async () => table,
    });

    const shown = await takeAway('Reduce…');
    const confirm = shown.getByRole('button', { name: 'Reduce' });
    await waitFor(() =>
      expect(
        shown.getByText('Patients Care gains 2 columns.'),
      ).toBeInTheDocument(),
    );
    expect(confirm).toBeDisabled();
    await userEvent.type(shown.getByLabelText(/Reason/), 'No ids needed');
    await waitFor(() => expect(confirm).toBeEnabled());
    await userEvent.click(confirm);

    expect(await screen.findByText('Being granted')).toBeInTheDocument();
    expect(reduceRequest.mock.calls).toEqual([
      ['request-1', { revision: 3, reason: 'No ids needed', terms: narrowed }],
    ]);
  });

  it('changes nothing of what nobody could see the consequences of', async () => {
    renderActions('pending', ['approve'], {
      checkTerms: async () => {
        throw new Error('The accounts were not read');
      },
      getTable: async () => table,
    });

    const shown = await takeAway('Approve with less…');

    expect(
      await shown.findByText('The accounts were not read'),
    ).toBeInTheDocument();
    expect(
      shown.getByRole('button', { name: 'Approve with less' }),
    ).toBeDisabled();
  });

  it.each([
    ['Edit…', 'edit', 'Edit the request'],
    ['Change…', 'extend', 'Request a change of access'],
  ] as const)('%s opens the form of requests', async (opens, action, title) => {
    renderActions('pending', [action], {
      getTable: async () => table,
      getMyAccess: async () => ({
        teams: [{ ...matrix.teams[0] }],
        items: [],
        stale: false,
      }),
      checkTerms: async () => requestCheck,
    });

    await press(opens);

    expect(
      await screen.findByRole('heading', { name: title }),
    ).toBeInTheDocument();
  });
});

describe('editing a request', () => {
  afterEach(clearQueries);

  it('is about what was seen, also when it changes meanwhile', async () => {
    const signals = fakeSignals();
    const asIt = (revision: number) =>
      accessRequest('draft', { summary: { revision, actions: ['edit'] } });
    const getRequest = jest.fn(async () => asIt(3));
    const editRequest = jest.fn(async () => {
      throw new ConflictError('It is of revision 4 by now');
    });
    renderActions(
      'draft',
      [],
      {
        getRequest,
        editRequest,
        getTable: async () => ({
          ...patients,
          columns: [
            ...patients.columns,
            { fieldId: 6, name: 'state', type: 'string', lfTags: [] },
          ],
        }),
        getMyAccess: async () => ({
          teams: [matrix.teams[0]],
          items: [],
          stale: false,
        }),
        checkTerms: async () => requestCheck,
      },
      signals,
    );

    await press('Edit…');
    const shown = await dialog();
    await userEvent.type(await shown.findByLabelText(/Purpose/), '!');
    getRequest.mockResolvedValue(asIt(4));
    await signals.say('request-1');
    await userEvent.click(shown.getByRole('button', { name: /draft/ }));

    expect(
      await shown.findByText('It is of revision 4 by now'),
    ).toBeInTheDocument();
    expect(shown.getByLabelText(/Purpose/)).toHaveValue(
      'Plan visits in Texas!',
    );
    expect(editRequest.mock.calls).toEqual([
      ['request-1', expect.objectContaining({ revision: 3 })],
    ]);
  });
});

describe('a request that changes while somebody decides', () => {
  afterEach(clearQueries);

  const asIt = (revision: number, purpose = 'Plan visits in Texas') =>
    accessRequest('pending', {
      summary: { revision, purpose, actions: ['approve', 'deny'] },
    });

  it('has to be looked at again, and nothing that was typed is lost', async () => {
    const getRequest = jest
      .fn<Promise<Models.AccessRequest>, []>()
      .mockResolvedValueOnce(asIt(3))
      .mockResolvedValue(asIt(5, 'Plan visits everywhere'));
    const denyRequest = jest
      .fn<Promise<Models.AccessRequest>, []>()
      .mockRejectedValueOnce(new ConflictError('It is of revision 5 by now'))
      .mockResolvedValue(accessRequest('denied'));
    renderActions('pending', [], { getRequest, denyRequest });

    await press('Deny…');
    const shown = await dialog();
    await userEvent.type(shown.getByLabelText(/Reason/), 'Too wide');
    const confirm = shown.getByRole('button', { name: 'Deny' });
    await userEvent.click(confirm);

    expect(
      await shown.findByText('It is of revision 5 by now'),
    ).toBeInTheDocument();
    expect(
      await shown.findByText(/changed since you opened this/),
    ).toBeInTheDocument();
    expect(shown.getByText(/Plan visits everywhere/)).toBeInTheDocument();
    expect(confirm).toBeDisabled();
    await userEvent.click(
      shown.getByRole('button', { name: 'I have looked at it' }),
    );
    await userEvent.click(confirm);

    expect(await screen.findByText('an approver said no')).toBeInTheDocument();
    expect(denyRequest.mock.calls).toEqual([
      ['request-1', { revision: 3, reason: 'Too wide' }],
      ['request-1', { revision: 5, reason: 'Too wide' }],
    ]);
  });

  it('is not approved unread when the page learns of it first', async () => {
    const signals = fakeSignals();
    const getRequest = jest.fn(async () => asIt(3));
    const approveRequest = jest.fn(async () => accessRequest('applying'));
    renderActions('pending', [], { getRequest, approveRequest }, signals);

    await press('Approve…');
    const shown = await dialog();
    const confirm = shown.getByRole('button', { name: 'Approve' });
    await waitFor(() => expect(confirm).toBeEnabled());
    getRequest.mockResolvedValue(asIt(5, 'Plan visits everywhere'));
    await signals.say('request-1');

    await press('I have looked at it');
    await waitFor(() => expect(confirm).toBeEnabled());
    await userEvent.click(confirm);
    await waitFor(() =>
      expect(approveRequest.mock.calls).toEqual([
        ['request-1', { revision: 5 }],
      ]),
    );
  });

  it('is decided as it was seen when no more than a reminder came between', async () => {
    const signals = fakeSignals();
    const getRequest = jest.fn(async () => asIt(3));
    const approveRequest = jest.fn(async () => accessRequest('applying'));
    renderActions('pending', [], { getRequest, approveRequest }, signals);

    await press('Approve…');
    const shown = await dialog();
    const confirm = shown.getByRole('button', { name: 'Approve' });
    await waitFor(() => expect(confirm).toBeEnabled());
    getRequest.mockResolvedValue(asIt(4));
    await signals.say('request-1');
    await waitFor(() => expect(getRequest).toHaveBeenCalledTimes(2));

    await userEvent.click(confirm);
    await waitFor(() => expect(approveRequest).toHaveBeenCalled());
    expect(shown.queryByText(/changed since/)).not.toBeInTheDocument();
  });

  it('cannot be decided any more once it is withdrawn', async () => {
    const signals = fakeSignals();
    const getRequest = jest.fn(async () => asIt(3));
    renderActions('pending', [], { getRequest }, signals);

    await press('Deny…');
    const shown = await dialog();
    await userEvent.type(shown.getByLabelText(/Reason/), 'Too wide');
    getRequest.mockResolvedValue(accessRequest('withdrawn'));
    await signals.say('request-1');

    expect(
      await shown.findByText('You can no longer deny this request'),
    ).toBeInTheDocument();
    expect(shown.getByRole('button', { name: 'Deny' })).toBeDisabled();
    expect(shown.getByLabelText(/Reason/)).toHaveValue('Too wide');
  });

  it('is not called changed by what the person does', async () => {
    const signals = fakeSignals();
    const getRequest = jest.fn(async () => asIt(3));
    const deny = controlled(accessRequest('denied'));
    renderActions(
      'pending',
      [],
      { getRequest, denyRequest: deny.call },
      signals,
    );

    await press('Deny…');
    const shown = await dialog();
    await userEvent.type(shown.getByLabelText(/Reason/), 'Too wide');
    await userEvent.click(shown.getByRole('button', { name: 'Deny' }));
    getRequest.mockResolvedValue(accessRequest('denied'));
    await signals.say('request-1');
    expect(await screen.findByText('an approver said no')).toBeInTheDocument();

    expect(shown.queryByText(/no longer|has changed/)).not.toBeInTheDocument();
    deny.end();
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });
});
