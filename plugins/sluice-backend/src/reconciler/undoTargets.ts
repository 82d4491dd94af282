import {
  Change,
  DesiredResource,
  PlanStep,
} from '@sluice/plugin-sluice-common';
import { Target } from './stepOrder';

/** What of a change there is to undo. */
export interface UndoneChange extends Pick<Change, 'plan' | 'steps'> {
  /** Ids of the steps that began to write. */
  written: Set<string>;
  /** Something was declared of the subject before, and is so again. */
  declaredBefore: boolean;
}

/**
 * What would be as it was before a change. Steps that neither ended nor began to
 * write are left out: what is there of them is somebody else's. One that failed
 * in the middle counts as done, since a part of it may be there.
 */
export function undoTargets(change: UndoneChange): Target[] {
  const { plan, steps, written } = change;
  const done = new Set(
    steps.filter(({ status }) => status === 'done').map(({ id }) => id),
  );
  return plan.steps
    .filter(({ id }) => done.has(id) || written.has(id))
    .flatMap(step => undoStep(step, change));
}

function undoStep(
  step: PlanStep,
  { written, declaredBefore }: UndoneChange,
): Target[] {
  const { id, action, resource, before, after } = step;
  switch (action) {
    case 'create':
      return [{ resource, ensure: 'absent', madeBySluice: written.has(id) }];
    case 'update':
    case 'replace':
      return [asItWas(resource, before)];
    case 'delete':
      return [{ resource, ensure: 'present' }];
    case 'adopt':
      // Left where it is; only the claim on it goes.
      return [{ resource, ensure: 'absent' }];
    case 'keep':
      // The claim on it went; what is declared again needs it again.
      return declaredBefore ? [{ resource, ensure: 'present' }] : [];
    case 'none':
      // Nothing is left that could need it.
      return declaredBefore || after === undefined
        ? []
        : [{ resource, ensure: 'absent' }];
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
