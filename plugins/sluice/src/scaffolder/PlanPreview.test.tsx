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

function renderPreview(formData: object) {
  const createPlan = jest.fn(async () => plan);
  renderInTestApp(
    <TestApiProvider apis={[[sluiceApiRef, fakeSluiceApi({ createPlan })]]}>
      <PlanPreview
        {...({
          uiSchema: { 'ui:options': { template: 'onboard-consumer-team' } },
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
});
