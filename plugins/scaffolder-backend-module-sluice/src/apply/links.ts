import { parseEntityRef } from '@backstage/catalog-model';

/** Where the frontend plugin shows what an action made, below the app's address. */
export function planPath(planId: string): string {
  return `/sluice/plans/${encodeURIComponent(planId)}`;
}

export function changePath(changeId: string): string {
  return `/sluice/changes/${encodeURIComponent(changeId)}`;
}

export function requestPath(requestId: string): string {
  return `/sluice/requests/${encodeURIComponent(requestId)}`;
}

export function jobRunPath(jobRunId: string): string {
  return `/sluice/jobs/${encodeURIComponent(jobRunId)}`;
}

export function attestationPath(attestationId: string): string {
  return `/sluice/attestations/${encodeURIComponent(attestationId)}`;
}

/** Data access tab of an entity. */
export function entityPath(entityRef: string, tab: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return `/catalog/${namespace}/${kind.toLocaleLowerCase(
    'en-US',
  )}/${name}/${tab}`;
}
