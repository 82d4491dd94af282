import {
  Change,
  ChangeStep,
  DesiredResource,
  PlanStep,
} from '@sluice/plugin-sluice-common';
import { Target } from './stepOrder';

/**
 * What would be as it was before a change. Steps that it never began to write
 * are left out; one that failed in the middle counts as done, since a part of it
 * may be there.
 */
export function undoTargets({
  plan,
  steps,
}: Pick<Change, 'plan' | 'steps'>): Target[] {
  const progress = new Map(steps.map(step => [step.id, step]));
  return plan.steps
    .filter(step => mayHaveHappened(progress.get(step.id)))
    .flatMap(undoStep);
}

function mayHaveHappened(step: ChangeStep | undefined): boolean {
  return step !== undefined && step.attempts > 0;
}

function undoStep(step: PlanStep): Target[] {
  const { action, resource, before } = step;
  switch (action) {
    case 'create':
      return [{ resource, ensure: 'absent', madeBySluice: true }];
    case 'update':
    case 'replace':
      return [asItWas(resource, before)];
    case 'delete':
      return [{ resource, ensure: 'present' }];
    case 'adopt':
      // Left where it is; only the claim on it goes.
      return [{ resource, ensure: 'absent' }];
    case 'keep':
    case 'none':
      return [];
    default:
      throw new Error(`No such action: ${action satisfies never}`);
  }
}

function asItWas(
  resource: DesiredResource,
  before: PlanStep['before'],
): Target {
  if (resource.type === 'lakeFormationPermission') {
    const held = before as unknown as typeof resource.properties;
    // What a principal holds is a set: going back is taking away what was added.
    const added = resource.properties.permissions.filter(
      each => !held.permissions.includes(each),
    );
    const addedGrantable = resource.properties.grantable.filter(
      each => !held.grantable.includes(each),
    );
    return {
      resource: {
        ...resource,
        properties: {
          ...resource.properties,
          permissions: added,
          grantable: addedGrantable,
        },
      },
      ensure: 'absent',
      madeBySluice: true,
    };
  }
  return {
    resource: { ...resource, properties: before } as unknown as DesiredResource,
    ensure: 'present',
  };
}
