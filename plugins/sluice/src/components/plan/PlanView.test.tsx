import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { plan, step } from '../../__testUtils__/changes';
import { PlanView, type PlanViewProps } from './PlanView';

function renderPlan(props: Partial<PlanViewProps> = {}) {
  return renderInTestApp(<PlanView plan={plan} {...props} />);
}

const open = async (name: RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

describe('PlanView', () => {
  it('sums up, and says what it means for access', async () => {
    renderPlan();

    expect(
      await screen.findByText('1 to create, 1 to update, 1 unchanged'),
    ).toBeInTheDocument();
    const [consequence] = within(
      screen.getByRole('list', { name: 'Consequences for access' }),
    ).getAllByRole('listitem');
    expect(consequence).toHaveTextContent('Patients Care gains 8 columns.');
    expect(consequence).toHaveTextContent(
      /no access.*8 of 9 columns, all rows/,
    );
  });

  it('says so when nobody can read more or less', async () => {
    renderPlan({ plan: { ...plan, consequences: [] } });

    expect(
      await screen.findByText('Nobody can read more or less.'),
    ).toBeInTheDocument();
  });

  it('lists the steps by account, what is depended on first', async () => {
    renderPlan();

    await screen.findByRole('region', {
      name: 'Account healthcare-consumer',
    });
    expect(
      screen
        .getAllByRole('region', { name: /^Account/ })
        .map(region => region.getAttribute('aria-label')),
    ).toEqual(['Account healthcare-consumer', 'Account healthcare-producer']);
    expect(
      screen.getByRole('button', { name: /^Create SELECT on table/ }),
    ).toBeInTheDocument();
  });

  it('shows on demand why, how it differs, whose it is and how it is undone', async () => {
    renderPlan();
    expect(await screen.findByText('1 unchanged')).toBeInTheDocument();
    expect(screen.queryByText('role is needed.')).not.toBeInTheDocument();

    await open(/^Update IAM role care/);

    expect(screen.getByText('role is needed.')).toBeVisible();
    expect(
      screen.getByText('Not made by Sluice: adopted, never deleted.'),
    ).toBeVisible();
    expect(screen.getByText('Undo puts the trust back.')).toBeVisible();
    const differences = screen.getByRole('table', {
      name: 'Differences of IAM role care',
    });
    expect(
      within(differences).getByRole('row', {
        name: 'description Old Care team',
      }),
    ).toBeVisible();
    expect(
      within(differences).getByRole('row', {
        name: /tags not there \[ "care"/,
      }),
    ).toBeVisible();
    expect(
      screen.getByRole('group', { name: 'IAM role care, before and after' }),
    ).toHaveTextContent(/Removed:\s+"old".*Added:\s+"new"/);
  });

  it('says what a step comes after', async () => {
    renderPlan();

    await open(/^Create SELECT on table/);

    expect(screen.getByText('After: IAM role care.')).toBeVisible();
  });

  it('folds what stays as it is', async () => {
    renderPlan();
    const list = () =>
      screen.queryByRole('list', { name: 'Unchanged in healthcare-consumer' });
    await screen.findByText('1 unchanged');
    expect(list()).not.toBeInTheDocument();

    await open(/^1 unchanged/);

    expect(list()).toHaveTextContent('S3 bucket jobs');
  });

  it('says so when there is nothing to do', async () => {
    renderPlan({ plan: { ...plan, steps: [step('a', { action: 'none' })] } });

    expect(
      await screen.findByText('Nothing to do: 1 unchanged'),
    ).toBeInTheDocument();
  });

  it('takes letting go of what is kept for something to do', async () => {
    const steps = [step('a', { action: 'keep' })];
    renderPlan({ plan: { ...plan, kind: 'apply', steps } });

    expect(await screen.findByText('1 to keep')).toBeInTheDocument();
  });

  it('shows findings, errors first, with their rules explained', async () => {
    renderPlan({
      plan: {
        ...plan,
        findings: [
          { rule: 'NAMES', severity: 'info', message: 'Not looked up.' },
          {
            rule: 'V17',
            severity: 'error',
            message: 'The allow list is full.',
            docsUrl: 'https://docs.example.org/v17',
          },
        ],
      },
      rules: [
        {
          id: 'V17',
          title: 'Settings have limits',
          explanation: 'At most 30 accounts.',
          severity: 'error',
        },
      ],
    });

    const findings = within(
      await screen.findByRole('list', { name: 'Findings' }),
    ).getAllByRole('listitem');
    expect(findings.map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/^Error, rule V17The allow list is full\./),
      'Note, rule NAMESNot looked up.',
    ]);
    expect(screen.getByRole('link', { name: 'rule V17' })).toHaveAttribute(
      'href',
      'https://docs.example.org/v17',
    );
    await open(/^Settings have limits/);
    expect(screen.getByText('At most 30 accounts.')).toBeVisible();
  });

  it('shows how far each step is, and why one failed', async () => {
    renderPlan({
      progress: [
        {
          id: 'role',
          status: 'failed',
          attempts: 3,
          error: {
            name: 'AccessDeniedException',
            message: 'not authorized to perform iam:UpdateRole',
            advice: 'Attach the policy of Sluice.',
          },
        },
        {
          id: 'permission',
          status: 'running',
          attempts: 1,
          waitingFor: 'Waiting for IAM to know the role',
        },
      ],
    });

    expect(
      await screen.findByText('Waiting for IAM to know the role'),
    ).toBeInTheDocument();
    await open(/^Update IAM role care Failed/);
    expect(
      screen.getByText('IAM role care: AccessDeniedException'),
    ).toBeVisible();
    expect(screen.getByText('Attach the policy of Sluice.')).toBeVisible();
    expect(screen.getByText('Tried 3 times.')).toBeVisible();
  });

  it('does not hide a failure among what stays as it is', async () => {
    renderPlan({
      progress: [
        {
          id: 'bucket',
          status: 'failed',
          attempts: 1,
          error: { name: 'NoSuchBucket', message: '', advice: '' },
        },
      ],
    });

    expect(
      await screen.findByRole('button', { name: /S3 bucket jobs Failed/ }),
    ).toBeVisible();
    expect(screen.queryByText('1 unchanged')).not.toBeInTheDocument();
  });
});
