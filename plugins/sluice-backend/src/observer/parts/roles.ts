import { paginateListRoles } from '@aws-sdk/client-iam';
import { PartReader } from '../AccountReader';
import { ObservedDocument } from '../../store';

/** `iam:ListRoles`, without the roles that AWS services make for themselves. */
export const readRoles: PartReader = async ({ account, clients }) => {
  const documents: ObservedDocument[] = [];
  const pages = paginateListRoles({ client: clients.iam, pageSize: 1000 }, {});
  for await (const page of pages) {
    for (const role of page.Roles ?? []) {
      if (role.Path?.startsWith('/aws-service-role/')) continue;
      documents.push({
        type: 'role',
        key: role.Arn!,
        document: {
          accountId: account.accountId,
          arn: role.Arn!,
          name: role.RoleName!,
          uniqueId: role.RoleId!,
          ...(role.CreateDate && { createdAt: role.CreateDate.toISOString() }),
        },
      });
    }
  }
  return documents;
};
