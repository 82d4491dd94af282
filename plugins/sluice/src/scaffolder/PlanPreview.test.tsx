import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { plan } from '../__testUtils__/changes';
import { fakeSluiceApi } from '../__testUtils__/fakeSluiceApi';
import { sluiceApiRef } from '../api';
import { clearQueries } from '../components/QueryProvider';
import { PlanPreview } from './PlanPreview';

const FORM = {
  team: 'group:default/population-research',
  account: 'healthcare-consumer',
  jobExecutionRole: 'team3_role',
  grants: [],
};

const DECLARED = { kind: 'consumerTeam' as const, ...FORM };

function renderPreview(formData: object, template = 'onboard-consumer-team') {
  const createPlan = jest.fn(async () => plan);
  const getTeamReadiness = async () => ({
    subject: FORM.team,
    declaration: DECLARED,
    checkedAt: '2026-11-25T12:00:00Z',
    items: [],
  });
  renderInTestApp(
    <TestApiProvider
      apis={[[sluiceApiRef, fakeSluiceApi({ createPlan, getTeamReadiness })]]}
    >
      <PlanPreview
        {...({
          uiSchema: { 'ui:options': { template } },
          formContext: { formData },
        } as any)}
      />
    </TestApiProvider>,
  );
  return { createPlan };
}

describe('PlanPreview', () => {
  afterEach(clearQueries);

  it('shows the plan of what the form holds', async () => {
    const { createPlan } = renderPreview(FORM);
    await screen.findByText('What it means for access');
    expect(createPlan).toHaveBeenCalledTimes(1);
    expect(createPlan).toHaveBeenCalledWith({
      kind: 'apply',
      declaration: {
        kind: 'consumerTeam',
        ...FORM,
        quota: { cpu: '32', memory: '128Gi', pods: 50 },
      },
    });
  });

  it('says what the form lacks, and asks for no plan', async () => {
    const { createPlan } = renderPreview({ ...FORM, team: 'nobody' });
    await screen.findByText(/team is no full entity ref/);
    expect(createPlan).not.toHaveBeenCalled();
  });

  it('shows what taking a team back would do', async () => {
    const { createPlan } = renderPreview(
      { team: FORM.team },
      'offboard-consumer-team',
    );
    await screen.findByText('What it means for access');
    expect(createPlan).toHaveBeenCalledWith({
      kind: 'remove',
      declaration: DECLARED,
    });
  });
});
