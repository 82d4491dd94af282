import { AccountObservation, tableKey, TableRef } from '../accessModel';
import { AccessConsequence, isWriting, PlanStep } from '../changes';
import {
  AccessIndex,
  accessSummaryOf,
  AccessSummary,
  candidateTables,
  effectiveAccess,
} from '../effectiveAccess';
import { parsePrincipal } from '../permissions';
import { consequenceBetween } from './consequenceBetween';
import { indexOfTables, observationsOf } from './plannedAccess';
import { plannedObservations } from './plannedObservations';

/** A principal whose access a person wants to know about. @public */
export interface KnownReader {
  /** ARN of a job execution role. */
  principal: string;
  /** Title of its team. */
  title: string;
}

/**
 * Whose access to which table would differ once a plan is done: the team's that
 * the plan is for, and of anybody else whom it would reach, say because more is
 * shared with the account of several teams (LF reference A6).
 *
 * @param before - what is there, as last observed
 * @param readers - all teams that have a role
 * @public
 */
export function consequencesOf(options: {
  before: AccessIndex;
  steps: PlanStep[];
  readers: KnownReader[];
}): AccessConsequence[] {
  const { before, steps } = options;
  const touched = touchedBy(steps, before);
  const planned = plannedObservations(touched, steps);
  const tables = affectedTables(planned, steps);
  if (tables.length === 0) return [];
  const after = indexOfTables(planned, tables);
  // Of what is too old nothing is certain, so that nobody can be left out.
  const mayRead = before.observations.some(each => before.isStale(each))
    ? () => tables
    : readersOf(tables, [indexOfTables(touched, tables), after]);

  return withNamedPrincipals(options.readers, steps).flatMap(reader =>
    mayRead(reader.principal).flatMap(table => {
      const question = { principal: reader.principal, table };
      const wasKnown = before.findTable(table) !== undefined;
      const was: AccessSummary = wasKnown
        ? accessSummaryOf(effectiveAccess(before, question))
        : { level: 'none' };
      const willBe = accessSummaryOf(effectiveAccess(after, question));
      return consequenceBetween(reader, table, was, willBe);
    }),
  );
}

/** Of these tables, those that a principal may read before or after; most read none. */
function readersOf(
  tables: TableRef[],
  indexes: AccessIndex[],
): (principal: string) => TableRef[] {
  return principal => {
    const candidates = new Set(
      indexes.flatMap(index => candidateTables(index, principal).map(tableKey)),
    );
    return tables.filter(table => candidates.has(tableKey(table)));
  };
}

/** What is there of the tables that steps name; of all when a share brings others. */
function touchedBy(
  steps: PlanStep[],
  { observations }: AccessIndex,
): AccountObservation[] {
  const writing = steps.filter(isWriting).map(({ resource }) => resource);
  if (writing.some(({ type }) => type === 'acceptedShare')) {
    return [...observations];
  }
  const names = writing.flatMap(resource => {
    switch (resource.type) {
      case 'lakeFormationPermission': {
        const on = resource.properties.resource;
        return 'tableName' in on ? [on] : [];
      }
      case 'dataCellsFilter': {
        const { catalogId, database, table } = resource.properties;
        return [{ catalogId, databaseName: database, tableName: table }];
      }
      default:
        return [];
    }
  });
  const regions = new Set(observations.map(({ region }) => region));
  return observationsOf(
    observations,
    [...regions].flatMap(region => names.map(name => ({ region, ...name }))),
  );
}

/** Tables that will be there, of which a step may change the access. */
function affectedTables(
  planned: AccountObservation[],
  steps: PlanStep[],
): TableRef[] {
  const tables = new Map<string, TableRef>();
  const add = (catalogId: string, databaseName: string, tableName: string) => {
    const owner = planned.find(each => each.accountId === catalogId);
    if (!owner) return;
    const ref = { region: owner.region, catalogId, databaseName, tableName };
    tables.set(tableKey(ref), ref);
  };
  const addShared = (sender: string) => {
    for (const { accountId, tables: owned } of planned) {
      if (accountId !== sender) continue;
      for (const { ref } of owned) tables.set(tableKey(ref), ref);
    }
  };
  for (const { resource } of steps.filter(isWriting)) {
    if (resource.type === 'lakeFormationPermission') {
      const on = resource.properties.resource;
      if (on.kind === 'table' || on.kind === 'dataCellsFilter') {
        add(on.catalogId, on.databaseName, on.tableName);
      }
    } else if (resource.type === 'dataCellsFilter') {
      const { catalogId, database, table } = resource.properties;
      add(catalogId, database, table);
    } else if (resource.type === 'acceptedShare') {
      addShared(resource.properties.senderAccountId);
    }
  }
  const exists = new Set(
    planned.flatMap(each => each.tables.map(({ ref }) => tableKey(ref))),
  );
  return [...tables].flatMap(([key, ref]) => (exists.has(key) ? [ref] : []));
}

/** A team's role is not known to be one before the team is onboarded. */
function withNamedPrincipals(
  readers: KnownReader[],
  steps: PlanStep[],
): KnownReader[] {
  const known = new Map(readers.map(each => [each.principal, each]));
  for (const { resource } of steps) {
    if (resource.type !== 'lakeFormationPermission') continue;
    const { principal } = resource.properties;
    if (parsePrincipal(principal).kind !== 'iamRole') continue;
    if (!known.has(principal)) known.set(principal, { principal, title: '' });
  }
  return [...known.values()];
}
