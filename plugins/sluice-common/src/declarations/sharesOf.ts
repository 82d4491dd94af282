import type { Declaration } from '.';
import { ShareDeclaration } from './share';

/**
 * What a declaration shares with whole accounts: a share by itself, or those that
 * come with a data product, one for each account.
 * @public
 */
export function sharesOf(declaration: Declaration): ShareDeclaration[] {
  if (declaration.kind === 'share') return [declaration];
  if (declaration.kind !== 'dataProduct') return [];
  const { account, database, sharedWith } = declaration;
  const consumers = [
    ...new Set(sharedWith.map(({ consumerAccount }) => consumerAccount)),
  ];
  return consumers.map(consumerAccount => ({
    kind: 'share',
    producerAccount: account,
    consumerAccount,
    database,
    tables: sharedWith
      .filter(each => each.consumerAccount === consumerAccount)
      .map(({ consumerAccount: _, ...table }) => table),
  }));
}
