import type { Permission } from '@aws-sdk/client-lakeformation';
import { describeResource, invalidInput, LfResource } from './resources';

const DATABASE: Permission[] = [
  'ALL',
  'ALTER',
  'CREATE_TABLE',
  'DESCRIBE',
  'DROP',
];
const TABLE: Permission[] = [
  'ALL',
  'ALTER',
  'DELETE',
  'DESCRIBE',
  'DROP',
  'INSERT',
  'SELECT',
];

/** Permissions that may be given on each kind of resource (LF reference A2). */
function validPermissions(resource: LfResource): Permission[] {
  switch (resource.kind) {
    case 'catalog':
      return [
        'ALL',
        'SUPER_USER',
        'ALTER',
        'CREATE_CATALOG',
        'CREATE_DATABASE',
        'CREATE_LF_TAG',
        'CREATE_LF_TAG_EXPRESSION',
        'DESCRIBE',
        'DROP',
      ];
    case 'database':
      return DATABASE;
    case 'table':
    case 'allTables':
      return TABLE;
    case 'columns':
      return ['SELECT'];
    case 'dataCellsFilter':
      return ['DESCRIBE', 'DROP', 'SELECT'];
    case 'dataLocation':
      return ['DATA_LOCATION_ACCESS'];
    case 'lfTag':
      return [
        'ALTER',
        'ASSOCIATE',
        'DESCRIBE',
        'DROP',
        'GRANT_WITH_LF_TAG_EXPRESSION',
      ];
    case 'rlsPolicy':
      return ['ASSOCIATE'];
    default:
      return resource.resourceType === 'DATABASE' ? DATABASE : TABLE;
  }
}

/**
 * Checks permissions against the resource, and that only what is granted is
 * granted with grant option.
 *
 * @throws InvalidInputException
 */
export function checkPermissions(
  resource: LfResource,
  permissions: Permission[],
  grantable: Permission[],
): void {
  if (permissions.length === 0)
    throw invalidInput('Permissions cannot be empty.');
  const valid = validPermissions(resource);
  const invalid = permissions.filter(each => !valid.includes(each));
  if (invalid.length > 0) {
    throw invalidInput(
      `Permissions modification is invalid. The permissions [${invalid.join(
        ', ',
      )}] cannot be granted on ${describeResource(
        resource,
      )}; valid are [${valid.join(', ')}].`,
    );
  }
  const beyond = grantable.filter(each => !permissions.includes(each));
  if (beyond.length > 0) {
    throw invalidInput(
      `Permissions modification is invalid. PermissionsWithGrantOption [${beyond.join(
        ', ',
      )}] must be among the granted permissions.`,
    );
  }
}

/**
 * ALL is kept together with what it stands for, as it is listed (LF reference
 * A11.1), so that parts of it can be revoked.
 */
export function expandAll(
  resource: LfResource,
  permissions: Permission[],
): Permission[] {
  return permissions.includes('ALL') && resource.kind !== 'catalog'
    ? validPermissions(resource)
    : permissions;
}
