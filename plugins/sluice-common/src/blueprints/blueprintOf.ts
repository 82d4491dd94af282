import { inOrder } from '../changes';
import { Declaration } from '../declarations';
import { DesiredResource, titleOfResource } from '../resources';
import { accessGrantBlueprint } from './accessGrant';
import { consumerAccountBlueprint } from './consumerAccount';
import { consumerTeamBlueprint } from './consumerTeam';
import { dataProductBlueprint } from './dataProduct';
import { BlueprintError, BlueprintFacts } from './facts';
import { keptPermissionBlueprint } from './keptPermission';
import { producerAccountBlueprint } from './producerAccount';
import { shareBlueprint } from './share';
import { refuseTakenNames } from './takenNames';

/**
 * All that has to be there for a declaration to be true, each after what it
 * depends on. Depends on nothing else than its arguments.
 *
 * @throws BlueprintError when the declaration refers to what is not there
 * @public
 */
export function blueprintOf(
  declaration: Declaration,
  facts: BlueprintFacts,
): DesiredResource[] {
  const resources = merged(resourcesOf(declaration, facts));
  refuseTakenNames(declaration, facts);
  return inOrder(resources);
}

function resourcesOf(
  declaration: Declaration,
  facts: BlueprintFacts,
): DesiredResource[] {
  switch (declaration.kind) {
    case 'producerAccount':
      return producerAccountBlueprint(declaration, facts);
    case 'consumerAccount':
      return consumerAccountBlueprint(declaration, facts);
    case 'dataProduct':
      return dataProductBlueprint(declaration, facts);
    case 'share':
      return shareBlueprint(declaration, facts);
    case 'consumerTeam':
      return consumerTeamBlueprint(declaration, facts);
    case 'accessGrant':
      return accessGrantBlueprint(declaration, facts);
    case 'keptPermission':
      return keptPermissionBlueprint(declaration, facts);
    default:
      throw new Error(
        `No blueprint for ${JSON.stringify(declaration satisfies never)}`,
      );
  }
}

/** Several parts of a declaration may want the same thing, but not two of one name. */
function merged(resources: DesiredResource[]): DesiredResource[] {
  const byId = new Map<string, DesiredResource>();
  for (const resource of resources) {
    const known = byId.get(resource.id);
    if (
      known &&
      JSON.stringify(known.properties) !== JSON.stringify(resource.properties)
    ) {
      throw new BlueprintError(
        `${titleOfResource(
          resource.type,
          resource.properties as never,
        )} is wanted twice, with different contents. Give one of them another name first.`,
      );
    }
    byId.set(resource.id, {
      ...resource,
      dependsOn: [
        ...new Set([...(known?.dependsOn ?? []), ...resource.dependsOn]),
      ],
    });
  }
  return [...byId.values()];
}
