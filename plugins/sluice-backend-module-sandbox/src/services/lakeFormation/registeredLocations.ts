import type { ResourceInfo } from '@aws-sdk/client-lakeformation';
import { SandboxWorld } from '../../core';
import { lakeFormationScopes, lakeFormationState } from './state';

/** The S3 locations that any account has registered, in any region. */
export function registeredLocations(world: SandboxWorld): ResourceInfo[] {
  return lakeFormationScopes(world).flatMap(({ accountId, region }) => [
    ...lakeFormationState(world, accountId, region).locations.values(),
  ]);
}
