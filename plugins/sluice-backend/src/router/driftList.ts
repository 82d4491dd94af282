import { InputError } from '@backstage/errors';
import { DRIFT_CAUSES, SluiceApi } from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';
import { StoredDrift, tableOf } from '../drift';
import { decodeCursor, encodeCursor } from './cursor';
import { entityRefOf } from './entityRefOf';
import { accountNameOf } from './viewDrift';

/**
 * Tells which differences are asked for.
 * @throws InputError naming the parameter that is wrong
 */
export function filterOf(
  query: {
    cause?: string;
    team?: string;
    table?: string;
    product?: string;
    account?: string;
  },
  snapshot: AccessSnapshot,
): (stored: StoredDrift) => boolean {
  const { cause, account } = query;
  if (cause !== undefined && !(cause in DRIFT_CAUSES)) {
    throw new InputError(
      `The parameter 'cause' is none of ${Object.keys(DRIFT_CAUSES).join(
        ', ',
      )}`,
    );
  }
  const team = query.team && entityRefOf(query.team, 'team');
  const table = query.table && entityRefOf(query.table, 'table');
  const product = query.product && entityRefOf(query.product, 'product');
  return ({ drift }) => {
    const tableRef = tableOf(drift, snapshot)?.entityRef;
    const productRef = tableRef && snapshot.productOf(tableRef)?.entityRef;
    return (
      (cause === undefined || drift.cause === cause) &&
      (!team || drift.team === team) &&
      (!table || tableRef === table) &&
      (!product || productRef === product) &&
      (account === undefined ||
        accountNameOf(drift.accountId, snapshot) === account)
    );
  };
}

/** Newest first; what comes meanwhile shifts nothing. */
export function pageOf(
  items: StoredDrift[],
  { limit, cursor }: { limit: number; cursor?: string },
): { page: StoredDrift[]; nextCursor?: string } {
  const positionOf = ({ firstSeenAt, drift }: StoredDrift) =>
    `${firstSeenAt} ${drift.id}`;
  const after = cursor && decodeCursor(cursor);
  const rest = after ? items.filter(each => positionOf(each) < after) : items;
  const page = rest.slice(0, limit);
  return {
    page,
    ...(rest.length > page.length && {
      nextCursor: encodeCursor(positionOf(page[page.length - 1])),
    }),
  };
}

/** What was not read, for those who may not see accounts: that there is something. */
export function withoutDetails({
  accountName,
  accountId,
}: SluiceApi.DriftList['notRead'][number]) {
  return {
    accountId,
    ...(accountName && { accountName }),
    text: `Not all of account ${
      accountName ?? accountId
    } could be read, or compared with what is declared; platform engineers see why.`,
  };
}
