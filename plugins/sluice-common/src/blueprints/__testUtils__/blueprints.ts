import { Declaration } from '../../declarations';
import { DesiredResource, ResourceTypeName } from '../../resources';
import { blueprintOf } from '../blueprintOf';
import { BlueprintFacts } from '../facts';
import { seedFacts } from './seedDeclarations';

type Resource<T extends ResourceTypeName> = Extract<
  DesiredResource,
  { type: T }
>;

/** The resources of one type that a declaration wants. */
export function wanted<T extends ResourceTypeName>(
  declaration: Declaration,
  type: T,
  facts: BlueprintFacts = seedFacts(),
): Resource<T>[] {
  return blueprintOf(declaration, facts).filter(
    (resource): resource is Resource<T> => resource.type === type,
  );
}

/** Permissions in a form that reads: `grantee: PERMISSIONS (grantable) on resource`. */
export function permissionsOf(
  declaration: Declaration,
  facts?: BlueprintFacts,
): string[] {
  return wanted(declaration, 'lakeFormationPermission', facts).map(
    ({ account, properties }) => {
      const { principal, permissions, grantable, resource } = properties;
      const { kind, ...names } = resource;
      return [
        `${account}:`,
        principal.split('/').pop(),
        permissions.join(', '),
        ...(grantable.length > 0 ? [`(${grantable.join(', ')})`] : []),
        `on ${kind} ${Object.values(names).join('.')}`,
      ].join(' ');
    },
  );
}
