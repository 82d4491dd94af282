import { Resource } from '@aws-sdk/client-lakeformation';
import {
  PermissionResource,
  printPermissionResource,
} from '@sluice/plugin-sluice-common';

/**
 * A resource as the SDK takes it.
 * @throws Error for what was not understood when it was read
 */
export function lakeFormationResource(resource: PermissionResource): Resource {
  if (resource.kind === 'unrecognised') {
    throw new Error(
      `Lake Formation cannot be asked about a resource that was not understood: ${resource.json}`,
    );
  }
  return printPermissionResource(resource) as Resource;
}
