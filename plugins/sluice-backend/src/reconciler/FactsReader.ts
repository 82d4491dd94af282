import { DescribeClusterCommand } from '@aws-sdk/client-eks';
import {
  BlueprintAccount,
  BlueprintFacts,
  Declaration,
  HeldShare,
  heldShareKey,
  normalizePermissions,
  Permission,
} from '@sluice/plugin-sluice-common';
import { DeclarationStore } from '../declarations';
import { listPermissionRows } from '../resources/heldPermissions';
import { unlessRefused } from '../resources/unlessRefused';
import { ResourceContexts } from './ResourceContexts';

/** What a blueprint has to know of the world, read when a plan is made. */
export class FactsReader {
  constructor(
    private readonly options: {
      contexts: ResourceContexts;
      declarations: DeclarationStore;
    },
  ) {}

  async read(declaration: Declaration): Promise<BlueprintFacts> {
    const declarations = await this.options.declarations.list();
    return {
      accounts: this.accounts(),
      declarations,
      ...(await this.readFromAws(declaration, declarations)),
    };
  }

  accounts(): BlueprintAccount[] {
    return this.options.contexts
      .accounts()
      .map(({ name, accountId, region }) => ({ name, accountId, region }));
  }

  /**
   * The part that AWS has to be asked for.
   * @param declarations - those in force
   */
  async readFromAws(
    declaration: Declaration,
    declarations: Declaration[],
  ): Promise<Pick<BlueprintFacts, 'oidcIssuers' | 'heldShares'>> {
    return {
      // Only roles for pods are made from them.
      oidcIssuers: ['consumerAccount', 'consumerTeam'].includes(
        declaration.kind,
      )
        ? await this.oidcIssuers([declaration, ...declarations])
        : {},
      heldShares: await this.heldShares(declaration),
    };
  }

  /** Of the clusters that a consumer account's declaration names. */
  private async oidcIssuers(
    declarations: Declaration[],
  ): Promise<Record<string, string>> {
    const clusters = new Map(
      declarations.flatMap(each =>
        each.kind === 'consumerAccount'
          ? [[`${each.account}/${each.eksCluster}`, each] as const]
          : [],
      ),
    );
    const issuers = await Promise.all(
      [...clusters].map(async ([key, { account, eksCluster }]) => {
        const { clients } = await this.options.contexts.forReading(account);
        // The blueprint says what is missing, and what to do.
        const answer = await unlessRefused(
          'ResourceNotFoundException',
          clients.eks.send(new DescribeClusterCommand({ name: eksCluster })),
        );
        const url = answer?.cluster?.identity?.oidc?.issuer;
        return url ? [[key, url.replace(/^https:\/\//, '')]] : [];
      }),
    );
    return Object.fromEntries(issuers.flat());
  }

  /** What the account of a team was given, of the tables that the team is to read whole. */
  private async heldShares(
    declaration: Declaration,
  ): Promise<Record<string, HeldShare>> {
    if (declaration.kind !== 'consumerTeam') return {};
    const accounts = new Map(
      this.options.contexts.accounts().map(each => [each.name, each]),
    );
    const consumer = accounts.get(declaration.account);
    const held = await Promise.all(
      declaration.grants.map(async ({ producerAccount, database, table }) => {
        const producer = accounts.get(producerAccount);
        // The blueprint says which account is not known.
        if (!consumer || !producer) return [];
        const permissions = await this.permissionsOn(producerAccount, {
          database,
          table,
        });
        const key = heldShareKey({
          consumerAccountId: consumer.accountId,
          catalogId: producer.accountId,
          database,
          table,
        });
        return [[key, heldBy(consumer.accountId, permissions)] as const];
      }),
    );
    return Object.fromEntries(held.flat());
  }

  private async permissionsOn(
    producerAccount: string,
    { database, table }: { database: string; table: string },
  ): Promise<Permission[]> {
    const context = await this.options.contexts.forReading(producerAccount);
    const rows = await unlessRefused(
      // No such table: nothing of it is held, as the blueprint will say.
      'EntityNotFoundException',
      listPermissionRows(
        {
          Resource: { Table: { DatabaseName: database, Name: table } },
          IncludeRelated: 'TRUE',
        },
        context,
      ),
    );
    return normalizePermissions(rows ?? [], context.account);
  }
}

function heldBy(accountId: string, permissions: Permission[]): HeldShare {
  const grantable = permissions.filter(
    ({ principal, grantable: words }) =>
      principal.kind === 'account' &&
      principal.accountId === accountId &&
      (words.includes('SELECT') || words.includes('ALL')),
  );
  if (
    grantable.some(
      ({ resource }) =>
        resource.kind === 'table' || resource.kind === 'allTables',
    )
  ) {
    return 'whole';
  }
  return grantable.length > 0 ? 'part' : 'none';
}
