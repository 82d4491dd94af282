import { inOrder, isWriting, PlanStep, stepsToDo } from '../../changes';
import { accountOf, ExportedPlan } from '../ExportedPlan';
import { Configuration } from './Configuration';
import { printComment } from './hcl';
import {
  Cluster,
  clusterAliasOf,
  printAwsProvider,
  printKubernetesProvider,
  printRequirements,
} from './providers';

/**
 * The steps as a configuration of Terraform. What Terraform cannot do is a
 * comment in it that leads to the shell export.
 * @public
 */
export function exportTerraform(plan: ExportedPlan): string {
  const steps = inOrder(plan.steps);
  // What else is there already would be made a second time; shares are named.
  const made = stepsToDo(steps).filter(
    step =>
      (isWriting(step) && step.action !== 'delete') ||
      step.type === 'acceptedShare',
  );
  const accounts = plan.accounts.filter(({ name }) =>
    made.some(({ account }) => account === name),
  );
  const clusters = clustersOf(plan, made);
  return `${[
    printComment('Exported from a plan of Sluice.'),
    printRequirements(clusters.length > 0),
    ...accounts.flatMap(printAwsProvider),
    ...clusters.flatMap(printKubernetesProvider),
    ...new Configuration(plan, steps, made).print(),
  ].join('\n\n')}\n`;
}

function clustersOf(plan: ExportedPlan, steps: PlanStep[]): Cluster[] {
  const clusters = new Map<string, Cluster>();
  for (const step of steps) {
    if (step.resource.type === 'kubernetesObject') {
      const account = accountOf(plan, step);
      const where = { account, cluster: step.resource.properties.cluster };
      clusters.set(clusterAliasOf(where), where);
    }
  }
  return [...clusters.values()];
}
