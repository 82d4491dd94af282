import { ConflictError, NotAllowedError } from '@backstage/errors';
import {
  type SluiceApi as Models,
  sluiceChangeApplyPermission,
} from '@sluice/plugin-sluice-common';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { change, plan } from '../../__testUtils__/changes';
import { allowOnly } from '../../__testUtils__/permissions';
import { renderChanges } from '../../__testUtils__/renderChanges';
import type { SluiceApi } from '../../api';
import { clearQueries } from '../QueryProvider';

jest.mock('@backstage/plugin-permission-react', () => ({
  ...jest.requireActual('@backstage/plugin-permission-react'),
  usePermission: jest.fn(),
}));

const renderChange = (shown: Models.Change, answers: Partial<SluiceApi> = {}) =>
  renderChanges('/change-1', { getChange: async () => shown, ...answers });

const failed = change('failed', {
  steps: [
    { id: 'bucket', status: 'done', attempts: 1 },
    {
      id: 'role',
      status: 'failed',
      attempts: 5,
      error: {
        name: 'AccessDeniedException',
        message: 'not authorized to perform iam:UpdateRole',
        advice: 'Attach the policy of Sluice, then resume.',
      },
    },
    { id: 'permission', status: 'blocked', attempts: 0 },
  ],
});

const buttonsOf = () =>
  ['Stop', 'Undo', 'Resume'].filter(name =>
    screen.queryByRole('button', { name }),
  );

describe('ChangePage', () => {
  beforeEach(() => allowOnly(sluiceChangeApplyPermission));
  afterEach(clearQueries);

  it('shows who asked for what, why, how far it is and what was done', async () => {
    renderChange(change('succeeded'));

    expect(
      await screen.findByRole('heading', { name: plan.title }),
    ).toBeInTheDocument();
    expect(screen.getByText('Succeeded')).toBeInTheDocument();
    expect(screen.getByText('1 of 3 steps')).toBeInTheDocument();
    expect(screen.getByText('Ticket 7')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'as it was before applying' }),
    ).toHaveAttribute('href', '/sluice/changes/plans/plan-1');
    const rows = within(
      screen.getByRole('table', { name: 'Journal' }),
    ).getAllByRole('row');
    expect(rows).toHaveLength(3);
    expect(rows[1]).toHaveTextContent(/taken.*Taken by backend 1/);
    expect(rows[2]).toHaveTextContent(/started.*IAM role care.*: Updating/);
  });

  it('shows what is being waited for', async () => {
    renderChange(
      change('applying', {
        steps: [
          {
            id: 'role',
            status: 'running',
            attempts: 2,
            waitingFor: 'Waiting for IAM to know the role',
          },
        ],
      }),
    );

    expect(
      await screen.findAllByText('Waiting for IAM to know the role'),
    ).not.toHaveLength(0);
  });

  it('shows the error of the failed step, and what to do', async () => {
    renderChange(failed);

    expect(
      await screen.findByText('IAM role care: AccessDeniedException'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('not authorized to perform iam:UpdateRole'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Attach the policy of Sluice, then resume.'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: /SELECT on table.* Not reached/ }),
    ).toBeInTheDocument();
  });

  it('calls an event in the journal as the page calls it elsewhere', async () => {
    renderChange(
      change('cancelled', {
        journal: [
          { at: 'no time', event: 'cancel-requested', message: 'By Priya' },
        ],
      }),
    );

    expect(
      await screen.findByRole('row', {
        name: 'no time stop requested By Priya',
      }),
    ).toBeInTheDocument();
  });

  it.each([
    ['queued', ['Stop']],
    ['applying', ['Stop']],
    ['cancelling', []],
    ['succeeded', ['Undo']],
    ['failed', ['Undo', 'Resume']],
    ['cancelled', ['Undo', 'Resume']],
    ['abandoned', []],
  ] as const)(
    'offers what can be done when it is %s',
    async (status, offers) => {
      renderChange(change(status));

      await screen.findByRole('heading', { name: plan.title });
      expect(buttonsOf()).toEqual(offers);
    },
  );

  it('offers nothing to those who may not', async () => {
    allowOnly();
    renderChange(failed);

    await screen.findByRole('heading', { name: plan.title });
    expect(buttonsOf()).toEqual([]);
  });

  it.each([
    ['Stop', 'cancelChange', change('applying')],
    ['Resume', 'resumeChange', failed],
    ['Undo', 'createUndoPlan', failed],
  ] as const)(
    'asks once to %s, however often it is clicked',
    async (name, call, shown) => {
      const answer = jest.fn(() => new Promise<never>(() => {}));
      renderChange(shown, { [call]: answer });

      await userEvent.dblClick(await screen.findByRole('button', { name }));

      expect(answer).toHaveBeenCalledTimes(1);
      expect(answer).toHaveBeenCalledWith('change-1');
    },
  );

  it('shows at once that a change goes on', async () => {
    renderChange(failed, { resumeChange: async () => change('queued') });

    await userEvent.click(
      await screen.findByRole('button', { name: 'Resume' }),
    );

    expect(await screen.findByText('Queued')).toBeInTheDocument();
    expect(buttonsOf()).toEqual(['Stop']);
  });

  it('plans the undoing, and shows the plan', async () => {
    renderChange(failed, {
      createUndoPlan: async () => ({ ...plan, id: 'undo-1' }),
      getPlan: async id => ({ ...plan, id, title: `Plan ${id}` }),
    });

    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));

    expect(
      await screen.findByRole('heading', { name: 'Plan undo-1' }),
    ).toBeInTheDocument();
  });

  it('says why it does not go on', async () => {
    renderChange(failed, {
      resumeChange: async () => {
        throw new ConflictError('Another change of this team is under way');
      },
    });

    await userEvent.click(
      await screen.findByRole('button', { name: 'Resume' }),
    );

    expect(
      await screen.findByText('Another change of this team is under way'),
    ).toBeInTheDocument();
    expect(buttonsOf()).toEqual(['Undo', 'Resume']);
  });

  it('says so when the change is not there, and to whom it is not shown', async () => {
    renderChange(failed, {
      getChange: async () => {
        throw new NotAllowedError('Auditors only');
      },
    });

    expect(
      await screen.findByText('You may not see the change'),
    ).toBeInTheDocument();
  });

  describe('over time', () => {
    beforeEach(() => jest.useFakeTimers());
    afterEach(() => jest.useRealTimers());

    const pass = (ms: number) =>
      act(async () => {
        await jest.advanceTimersByTimeAsync(ms);
      });

    it('follows a change to its end, through a failed look, and no further', async () => {
      const getChange = jest
        .fn<Promise<Models.Change>, []>()
        .mockResolvedValueOnce(change('queued'))
        .mockResolvedValueOnce(change('applying'))
        .mockRejectedValueOnce(new Error('The backend restarts'))
        .mockResolvedValueOnce(change('cancelling'))
        .mockResolvedValue(change('cancelled'));
      renderChange(failed, { getChange });

      await screen.findByText('Queued');
      await pass(1_000);
      expect(screen.getByText('Applying')).toBeInTheDocument();
      await pass(1_000);
      expect(screen.getByText('The backend restarts')).toBeInTheDocument();
      expect(screen.getByText('Applying')).toBeInTheDocument();
      await pass(1_000);
      expect(screen.getByText('Stopping')).toBeInTheDocument();
      expect(screen.queryByText('The backend restarts')).toBeNull();
      await pass(1_000);
      expect(screen.getByText('Stopped')).toBeInTheDocument();
      await pass(10_000);
      expect(getChange).toHaveBeenCalledTimes(5);
    });
  });
});
