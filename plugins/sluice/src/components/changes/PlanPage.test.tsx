import { ConflictError, NotAllowedError } from '@backstage/errors';
import {
  type SluiceApi as Models,
  sluiceChangeApplyPermission,
  sluicePlanCreatePermission,
} from '@sluice/plugin-sluice-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { change, plan, step } from '../../__testUtils__/changes';
import { allowOnly } from '../../__testUtils__/permissions';
import { renderChanges } from '../../__testUtils__/renderChanges';
import type { SluiceApi } from '../../api';
import { clearQueries } from '../QueryProvider';
import { downloadFile } from '../download/downloadFile';

jest.mock('@backstage/plugin-permission-react', () => ({
  ...jest.requireActual('@backstage/plugin-permission-react'),
  usePermission: jest.fn(),
}));
// A browser's part, which jsdom does not play.
jest.mock('../download/downloadFile');

function renderPlan(
  shown: Models.Plan = plan,
  answers: Partial<SluiceApi> = {},
) {
  return renderChanges(`/plans/${shown.id}`, {
    getPlan: async id => ({ ...shown, id }),
    ...answers,
  });
}

const reasonField = () => screen.findByRole('textbox', { name: /Reason/ });
const applyButton = () => screen.findByRole('button', { name: 'Apply' });

async function apply() {
  await userEvent.type(await reasonField(), ' Ticket 7 ');
  await userEvent.click(await applyButton());
}

describe('PlanPage', () => {
  beforeEach(() =>
    allowOnly(sluiceChangeApplyPermission, sluicePlanCreatePermission),
  );
  afterEach(clearQueries);

  it('shows what would be done, who planned it, and that nothing was done', async () => {
    const getPlan = jest.fn(async () => plan);
    renderPlan(plan, { getPlan });

    expect(
      await screen.findByRole('heading', { name: plan.title }),
    ).toBeInTheDocument();
    expect(getPlan).toHaveBeenCalledWith('plan-1');
    expect(
      screen.getByText('1 to create, 1 to update, 1 unchanged'),
    ).toBeInTheDocument();
    expect(screen.getByText(/Nothing has been changed/)).toBeInTheDocument();
  });

  it('explains findings by the rules of the backend', async () => {
    renderPlan(
      {
        ...plan,
        findings: [{ rule: 'V23', severity: 'warning', message: 'Mind it.' }],
      },
      {
        getSetUpRules: async () => [
          { id: 'V23', title: 'A rule', explanation: 'So.', severity: 'error' },
        ],
      },
    );

    expect(
      await screen.findByRole('button', { name: 'A rule' }),
    ).toBeInTheDocument();
  });

  it('applies it for a reason, and follows the change', async () => {
    const createChange = jest.fn(async () => change('succeeded'));
    renderPlan(plan, { createChange, getChange: async () => change('queued') });

    await reasonField();
    expect(await applyButton()).toBeDisabled();
    await userEvent.type(await reasonField(), '   ');
    expect(await applyButton()).toBeDisabled();
    await apply();

    expect(
      await screen.findByRole('table', { name: 'Journal' }),
    ).toBeInTheDocument();
    expect(createChange).toHaveBeenCalledWith({
      planId: 'plan-1',
      reason: 'Ticket 7',
    });
  });

  it('applies once, however often it is clicked', async () => {
    const createChange = jest.fn(() => new Promise<Models.Change>(() => {}));
    renderPlan(plan, { createChange });

    await userEvent.type(await reasonField(), 'Ticket 7');
    await userEvent.dblClick(await applyButton());

    expect(createChange).toHaveBeenCalledTimes(1);
  });

  it.each([
    [
      'an error was found',
      {
        ...plan,
        findings: [
          { rule: 'V17', severity: 'error' as const, message: 'Full.' },
        ],
      },
      /The checks found an error/,
    ],
    [
      'there is nothing to do',
      { ...plan, steps: [step('role', { action: 'none' })] },
      /There is nothing to do: everything/,
    ],
  ])('does not apply while %s, and says so', async (_, shown, why) => {
    renderPlan(shown, { getSetUpRules: async () => [] });

    expect(await screen.findByText(why)).toBeInTheDocument();
    expect(await applyButton()).toBeDisabled();
    expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
  });

  it('does not offer to apply to those who may not', async () => {
    allowOnly();
    renderPlan();

    expect(
      await screen.findByRole('heading', { name: plan.title }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Apply' }),
    ).not.toBeInTheDocument();
  });

  it('plans again when the world has changed', async () => {
    const createPlan = jest.fn(async () => ({ ...plan, id: 'plan-2' }));
    const getPlan = jest.fn(async (id: string) => ({
      ...plan,
      id,
      title: `Plan ${id}`,
    }));
    renderPlan(plan, {
      getPlan,
      createPlan,
      createChange: async () => {
        throw new ConflictError('The world has changed: IAM role care');
      },
    });

    await apply();
    expect(
      await screen.findByText('The world has changed: IAM role care'),
    ).toBeInTheDocument();
    await userEvent.dblClick(
      screen.getByRole('button', { name: 'Plan again' }),
    );

    expect(
      await screen.findByRole('heading', { name: 'Plan plan-2' }),
    ).toBeInTheDocument();
    expect(createPlan).toHaveBeenCalledTimes(1);
    expect(createPlan).toHaveBeenCalledWith({
      kind: 'apply',
      declaration: plan.declaration,
    });
    expect(await reasonField()).toHaveValue('');
    expect(screen.queryByText(/The world has changed/)).not.toBeInTheDocument();
  });

  it('plans the undoing of a change again as that', async () => {
    const createUndoPlan = jest.fn(async () => ({ ...plan, id: 'plan-2' }));
    renderPlan(
      { ...plan, kind: 'undo', undoes: 'change-0', declaration: undefined },
      {
        createUndoPlan,
        createChange: async () => {
          throw new ConflictError('The world has changed');
        },
      },
    );

    await apply();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Plan again' }),
    );

    await waitFor(() =>
      expect(createUndoPlan).toHaveBeenCalledWith('change-0'),
    );
  });

  it('shows why it could not be applied', async () => {
    renderPlan(plan, {
      createChange: async () => {
        throw new Error('The database is away');
      },
    });

    await apply();

    expect(
      await screen.findByText('Could not apply the plan'),
    ).toBeInTheDocument();
    expect(screen.getByText('The database is away')).toBeInTheDocument();
    expect(screen.queryByText('Plan again')).not.toBeInTheDocument();
  });

  it.each([
    ['Terraform', 'terraform'],
    ['Shell script', 'shell'],
    ['JSON', 'json'],
  ])('exports it as %s', async (title, format) => {
    const exportPlan = jest.fn(async () => ({
      filename: `plan.${format}`,
      content: 'the plan',
    }));
    renderPlan(plan, { exportPlan });

    await userEvent.click(
      await screen.findByRole('button', { name: `Export as ${title}` }),
    );

    await waitFor(() =>
      expect(downloadFile).toHaveBeenLastCalledWith(
        `plan.${format}`,
        'the plan',
      ),
    );
    expect(exportPlan).toHaveBeenCalledWith('plan-1', format);
  });

  it('says so when the plan is not there', async () => {
    renderPlan(plan, {
      getPlan: async () => {
        throw new Error('No plan plan-1');
      },
    });

    expect(await screen.findByText('No plan plan-1')).toBeInTheDocument();
  });

  it('tells a person without permission so', async () => {
    renderPlan(plan, {
      getPlan: async () => {
        throw new NotAllowedError('Platform engineering only');
      },
    });

    expect(
      await screen.findByText('You may not see the plan'),
    ).toBeInTheDocument();
  });
});
