import { Declaration } from '../declarations';

/** A connected account, as far as a blueprint needs it. @public */
export interface BlueprintAccount {
  /** As `sluice.accounts` has it. */
  name: string;
  accountId: string;
  region: string;
}

/**
 * How much of a table an account was given to pass on: `part` when by columns
 * or by a data cells filter.
 * @public
 */
export type HeldShare = 'whole' | 'part' | 'none';

/**
 * What a blueprint has to know of the world beside its declaration. JSON, so
 * that a plan can be drawn in a browser as well.
 * @public
 */
export interface BlueprintFacts {
  accounts: BlueprintAccount[];
  /** Declarations in force; those that the one at hand refers to are among them. */
  declarations: Declaration[];
  /** OIDC issuer without `https://`, by `account name/EKS cluster`. */
  oidcIssuers: Record<string, string>;
  /** By {@link heldShareKey}; absent means `none`. */
  heldShares: Record<string, HeldShare>;
}

/** @public */
export function heldShareKey(options: {
  consumerAccountId: string;
  catalogId: string;
  database: string;
  table: string;
}): string {
  const { consumerAccountId, catalogId, database, table } = options;
  return [consumerAccountId, catalogId, database, table].join('/');
}

/**
 * A declaration cannot be drawn, because it refers to what is not there. The
 * message says what to do first.
 * @public
 */
export class BlueprintError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BlueprintError';
  }
}
