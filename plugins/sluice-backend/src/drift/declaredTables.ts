import { Declaration, TableRef } from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';

/** Tables that a declaration names. */
export function declaredTables(
  declaration: Declaration,
  { accounts }: AccessSnapshot,
): TableRef[] {
  const refOf = (accountName: string, databaseName: string, name: string) => {
    const account = accounts.find(each => each.account.name === accountName);
    if (!account) return [];
    const { accountId: catalogId, region } = account.account;
    return [{ region, catalogId, databaseName, tableName: name }];
  };
  switch (declaration.kind) {
    case 'accessGrant':
      return declaration.tables.flatMap(each =>
        refOf(each.producerAccount, each.database, each.table),
      );
    case 'consumerTeam':
      return declaration.grants.flatMap(each =>
        refOf(each.producerAccount, each.database, each.table),
      );
    case 'share':
      return declaration.tables.flatMap(({ table }) =>
        refOf(declaration.producerAccount, declaration.database, table),
      );
    case 'dataProduct':
      return declaration.tables.flatMap(({ name }) =>
        refOf(declaration.account, declaration.database, name),
      );
    default:
      return [];
  }
}
