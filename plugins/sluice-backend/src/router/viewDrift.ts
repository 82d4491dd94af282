import { DRIFT_CAUSES, SluiceApi } from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';
import {
  actionsOf,
  describeRepair,
  DriftRights,
  StoredDrift,
  tableOf,
} from '../drift';
import { viewTeam } from './views';

/** A difference as the API shows it. */
export function viewDrift(
  stored: StoredDrift,
  options: {
    snapshot: AccessSnapshot;
    rights: DriftRights;
    /** Id of the request behind the grant, if there is one. */
    request?: string;
    repairChangeId?: string;
  },
): SluiceApi.DriftItem {
  const { snapshot, rights, request, repairChangeId } = options;
  const { drift, status, firstSeenAt, lastSeenAt, goneAt, toldTo } = stored;
  const { team: teamRef, repair, cause, ...found } = drift;
  const { title, fault } = DRIFT_CAUSES[cause];
  const team = teamRef && snapshot.findTeam(teamRef);
  const table = tableOf(drift, snapshot);
  const product = table && snapshot.productOf(table.entityRef);
  const accountName = accountNameOf(drift.accountId, snapshot);
  return {
    ...found,
    cause,
    title,
    fault,
    status,
    ...(accountName && { accountName }),
    ...(table && { tableEntityRef: table.entityRef }),
    ...(product && {
      productRef: product.entityRef,
      productTitle: product.title,
    }),
    ...(team && { team: viewTeam(team) }),
    ...(request && { request }),
    repair: { kind: repair.kind, text: describeRepair(repair) },
    firstSeenAt,
    lastSeenAt,
    ...(goneAt && { goneAt }),
    toldTo,
    ...(stored.ignored && status === 'ignored' && { ignored: stored.ignored }),
    ...(stored.repairPlanId && { repairPlanId: stored.repairPlanId }),
    ...(repairChangeId && { repairChangeId }),
    actions: actionsOf(stored, rights),
  };
}

/** Name of a connected account. */
export function accountNameOf(
  accountId: string,
  { accounts }: AccessSnapshot,
): string | undefined {
  return accounts.find(({ account }) => account.accountId === accountId)
    ?.account.name;
}
