import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { Drift, DRIFT_CAUSES } from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';
import { tableOf } from './driftTable';

/**
 * Whom a difference concerns: the owners of the table's product, or else the
 * platform engineers; and the team that misses access.
 */
export function addresseesOf(
  drift: Drift,
  options: { snapshot: AccessSnapshot; platformEngineers: string[] },
): string[] {
  const { snapshot, platformEngineers } = options;
  const entry = tableOf(drift, snapshot);
  const owners = entry ? snapshot.productOwnersOf(entry.entityRef) : [];
  const responsible = owners.length > 0 ? owners : platformEngineers;
  const team = drift.team && drift.direction === 'missing' ? [drift.team] : [];
  return [...new Set([...responsible, ...team])];
}

const SAID =
  'What Lake Formation holds is not what is declared. See what was found, and repair it or say why not.';
const SAYS: Partial<Record<Drift['cause'], string>> = {
  proofFailed:
    'A job that read as the team did not see what the team is to see. See what it saw, repair what is granted, and verify again.',
};

/**
 * What they are told. Values of row filters are for those who open the
 * difference and may see it, so what was found is not in here.
 */
export function driftNotice(
  drift: Drift,
  options: { snapshot: AccessSnapshot; to: string[] },
): NotificationSendOptions {
  const { snapshot, to } = options;
  const team = drift.team && snapshot.findTeam(drift.team);
  const about = team ? `It concerns the access of ${team.title}. ` : '';
  return {
    recipients: { type: 'entity', entityRef: to },
    payload: {
      title: `${DRIFT_CAUSES[drift.cause].title}: ${placeOf(drift, snapshot)}`,
      description: `${about}${SAYS[drift.cause] ?? SAID}`,
      link: `/sluice/drift/${drift.id}`,
      severity: drift.severity === 'high' ? 'high' : 'normal',
      topic: 'drift',
      scope: `sluice:drift:${drift.id}`,
    },
  };
}

function placeOf(drift: Drift, { accounts }: AccessSnapshot): string {
  if (drift.table) {
    return `${drift.table.databaseName}.${drift.table.tableName}`;
  }
  const state = accounts.find(
    ({ account }) => account.accountId === drift.accountId,
  );
  return `account ${state?.account.name ?? drift.accountId}`;
}
