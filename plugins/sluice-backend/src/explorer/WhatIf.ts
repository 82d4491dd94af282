import { InputError } from '@backstage/errors';
import {
  AccessConsequence,
  HypotheticalChange,
  hypotheticalChangeSchema,
  hypotheticalConsequences,
  hypotheticalDeltas,
  printPrincipal,
  SluiceApi,
  tableEntityRef,
  TableRef,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';
import { Asker, Explorer, maySee } from './Explorer';
import { Question } from './questions';

const REFUSED =
  'You may try out changes to the access of your own teams and to your own data products';

/** The explorer's questions, as they would be answered if something were done. */
export class WhatIf {
  constructor(private readonly explorer: Explorer) {}

  async ask(
    asker: Asker,
    snapshot: AccessSnapshot,
    asked: Question & { question: string; changes: unknown[] },
  ): Promise<SluiceApi.WhatIf> {
    const changes = asked.changes.map(readChange);
    for (const change of changes) {
      await this.refuseUnseen(asker, snapshot, change);
    }
    const before = snapshot.world.index;
    const after = hypotheticalSnapshot(snapshot, changes);
    const answer = async (of: AccessSnapshot) =>
      this.explorer.page(
        asked.question === 'who-can-see'
          ? await this.explorer.whoCanSee(asker, of, asked)
          : await this.explorer.whatCanSee(asker, of, asked),
      );
    const [was, willBe] = await Promise.all([answer(snapshot), answer(after)]);
    const consequences = hypotheticalConsequences({
      before,
      after: after.world.index,
      changes,
      readers: snapshot.teams.flatMap(({ roleArn, title }) =>
        roleArn ? [{ principal: roleArn, title }] : [],
      ),
    });
    return {
      before: was,
      after: willBe,
      consequences: consequences.filter(each => sees(asker, snapshot, each)),
    };
  }

  /**
   * A change that is refused or not tells whether what it takes away is there,
   * so that it has to be about what the caller may see.
   */
  private async refuseUnseen(
    asker: Asker,
    snapshot: AccessSnapshot,
    change: HypotheticalChange,
  ): Promise<void> {
    for (const ref of tablesNamedBy(change)) {
      const entityRef = entityRefOfTable(snapshot, ref);
      if (entityRef) await this.explorer.table(asker, snapshot, entityRef);
    }
    const taken = takenBy(snapshot, change);
    if (!taken) return;
    const [team] = snapshot.teamsOf(taken.principal);
    const entityRef = taken.table && entityRefOfTable(snapshot, taken.table);
    const isSeen = maySee(asker.scope, snapshot, team, {
      entityRef: entityRef ?? '',
    });
    if (!isSeen) await asker.refuse(REFUSED, { kind: change.kind });
  }
}

function readChange(change: unknown, index: number): HypotheticalChange {
  const parsed = hypotheticalChangeSchema.safeParse(change);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new InputError(`${['changes', index, ...path].join('.')}: ${message}`);
}

/** What would be known, of the same accounts, teams and products. */
function hypotheticalSnapshot(
  snapshot: AccessSnapshot,
  changes: HypotheticalChange[],
): AccessSnapshot {
  const { accounts, teams, products, world } = snapshot;
  return new AccessSnapshot({
    world: world.with(hypotheticalDeltas(world.index, changes)),
    accounts,
    directory: { teams, products },
  });
}

function tablesNamedBy(change: HypotheticalChange): TableRef[] {
  if ('table' in change) return [change.table];
  if (!('on' in change)) return [];
  const { on } = change;
  if ('table' in on) return [on.table];
  return 'tableName' in on && on.tableName !== undefined
    ? [{ ...on, tableName: on.tableName }]
    : [];
}

/** Whose permission or opt-in a change takes away, and on which table. */
function takenBy(
  { world }: AccessSnapshot,
  change: HypotheticalChange,
): { principal: string; table?: TableRef } | undefined {
  if (change.kind === 'optOut') {
    return { principal: change.principal, table: change.table };
  }
  if (change.kind !== 'revoke') return undefined;
  const permission = world.index.observations
    .filter(({ accountId }) => accountId === change.accountId)
    .flatMap(({ permissions }) => permissions)
    .find(({ id }) => id === change.permissionId);
  if (!permission) return { principal: '' };
  const { principal, resource, region } = permission;
  return {
    principal: printPrincipal(principal),
    ...('tableName' in resource && { table: { ...resource, region } }),
  };
}

function entityRefOfTable(
  { accounts }: AccessSnapshot,
  ref: TableRef,
): string | undefined {
  const owner = accounts.find(
    ({ account }) =>
      account.accountId === ref.catalogId && account.region === ref.region,
  );
  return owner && tableEntityRef(owner.account.name, ref);
}

function sees(
  { scope }: Asker,
  snapshot: AccessSnapshot,
  { principal, catalogId, table }: AccessConsequence,
): boolean {
  const [team] = snapshot.teamsOf(principal);
  return snapshot.world.tables
    .filter(
      ({ table: { ref } }) =>
        ref.catalogId === catalogId &&
        `${ref.databaseName}.${ref.tableName}` === table,
    )
    .every(entry => maySee(scope, snapshot, team, entry));
}
