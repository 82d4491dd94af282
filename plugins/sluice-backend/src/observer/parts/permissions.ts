import {
  paginateListPermissions,
  PrincipalResourcePermissions,
} from '@aws-sdk/client-lakeformation';
import { normalizePermissions } from '@sluice/plugin-sluice-common';
import { canonicalJson } from '../../store';
import { PartReader } from '../AccountReader';

/** Lake Formation's maximum for ListPermissions (LF reference A11). */
const PAGE_SIZE = 1000;

/**
 * `lakeformation:ListPermissions` without any filter: every explicit grant of
 * the account, cell filters and grants on other accounts' tables included (LF
 * reference A11.4). A page may be empty and yet not the last (A11.11).
 */
export const readPermissions: PartReader = async ({ account, clients }) => {
  const rows: PrincipalResourcePermissions[] = [];
  const pages = paginateListPermissions(
    { client: clients.lakeFormation, pageSize: PAGE_SIZE },
    {},
  );
  for await (const page of pages) {
    rows.push(...(page.PrincipalResourcePermissions ?? []));
  }
  return normalizePermissions(rows, account).map(permission => ({
    type: 'permission',
    key: permission.id,
    document: {
      ...permission,
      // Lake Formation promises no order, and a new order is no change.
      rows: [...permission.rows].sort((a, b) =>
        canonicalJson(a) < canonicalJson(b) ? -1 : 1,
      ),
    },
  }));
};
