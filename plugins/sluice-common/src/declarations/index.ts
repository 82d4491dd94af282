import { z } from 'zod';
import { accessGrantSchema } from './accessGrant';
import { consumerAccountSchema } from './consumerAccount';
import { consumerTeamSchema } from './consumerTeam';
import { dataProductSchema } from './dataProduct';
import { keptPermissionSchema, subjectOfKept } from './keptPermission';
import { producerAccountSchema } from './producerAccount';
import { shareSchema } from './share';

export { DEFAULT_SESSION_TAG_VALUE } from './common';
export * from './accessGrant';
export * from './consumerAccount';
export * from './consumerTeam';
export * from './dataProduct';
export * from './keptPermission';
export * from './producerAccount';
export * from './share';
export * from './sharesOf';
export * from './tableGrant';

/**
 * What Sluice is told to make true: the first of the four stages of access.
 * @public
 */
export const declarationSchema = z.discriminatedUnion('kind', [
  producerAccountSchema,
  consumerAccountSchema,
  dataProductSchema,
  shareSchema,
  consumerTeamSchema,
  accessGrantSchema,
  keptPermissionSchema,
]);

/** @public */
export type Declaration = z.infer<typeof declarationSchema>;

/** A declaration before defaults were filled in. @public */
export type DeclarationInput = z.input<typeof declarationSchema>;

/**
 * What a declaration is about; at most one change of a subject runs at a time,
 * and a new declaration of it takes the place of the one before.
 * @public
 */
export function subjectOf(declaration: Declaration): string {
  switch (declaration.kind) {
    case 'producerAccount':
      return `producer-account:${declaration.account}`;
    case 'consumerAccount':
      return `consumer-account:${declaration.account}`;
    case 'dataProduct':
      return declaration.product.toLocaleLowerCase('en-US');
    case 'share':
      return `share:${declaration.producerAccount}/${declaration.database}:${declaration.consumerAccount}`;
    case 'consumerTeam':
      return declaration.team.toLocaleLowerCase('en-US');
    case 'accessGrant':
      return `grant:${declaration.grant}`;
    case 'keptPermission':
      return subjectOfKept(declaration);
    default:
      throw new Error(
        `No subject for ${JSON.stringify(declaration satisfies never)}`,
      );
  }
}
