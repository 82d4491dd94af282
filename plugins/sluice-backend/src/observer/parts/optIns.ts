import {
  LakeFormationOptInsInfo,
  paginateListLakeFormationOptIns,
} from '@aws-sdk/client-lakeformation';
import {
  parsePermissionResource,
  parsePrincipal,
} from '@sluice/plugin-sluice-common';
import { canonicalJson, ObservedDocument } from '../../store';
import { PartReader } from '../AccountReader';

/** Lake Formation's maximum for ListLakeFormationOptIns (LF reference A9). */
const PAGE_SIZE = 1000;

/**
 * `lakeformation:ListLakeFormationOptIns`: for whom Lake Formation decides on
 * locations in hybrid access mode.
 */
export const readOptIns: PartReader = async ({ account, clients }) => {
  const documents = new Map<string, ObservedDocument>();
  const pages = paginateListLakeFormationOptIns(
    { client: clients.lakeFormation, pageSize: PAGE_SIZE },
    {},
  );
  for await (const page of pages) {
    for (const info of page.LakeFormationOptInsInfoList ?? []) {
      const document = toOptIn(info, account.accountId);
      const key = canonicalJson(document);
      documents.set(key, { type: 'optIn', key, document });
    }
  }
  return [...documents.values()];
};

function toOptIn(
  { Principal, Resource, Condition }: LakeFormationOptInsInfo,
  accountId: string,
) {
  return {
    principal: parsePrincipal(Principal?.DataLakePrincipalIdentifier ?? ''),
    resource: parsePermissionResource(Resource ?? {}, accountId),
    ...(Condition?.Expression && { condition: Condition.Expression }),
  };
}
