import { InputError, NotFoundError } from '@backstage/errors';
import { AccessSnapshot, TableEntry, Team } from '../access';
import { nearestName } from '../requests/nearestName';
import { entityRefOf } from '../router/entityRefOf';

/** Whom or what a question is about, and of when. */
export interface Question {
  table?: string;
  column?: string;
  team?: string;
  principal?: string;
  at?: string;
}

/** @throws InputError, NotFoundError naming what is wrong with the one that is asked about */
export function whoOf(
  snapshot: AccessSnapshot,
  query: Question,
): { principal: string; team?: Team } {
  if ((query.team === undefined) === (query.principal === undefined)) {
    throw new InputError(
      "Name either a 'team' or a 'principal', to say whom the question is about",
    );
  }
  if (query.principal !== undefined) {
    if (!/^arn:aws[\w-]*:iam::\d{12}:(role|user)\/\S+$/.test(query.principal)) {
      throw new InputError(
        `The parameter 'principal' is '${query.principal.slice(
          0,
          200,
        )}', which is no ARN of an IAM role or user`,
      );
    }
    const [team] = snapshot.teamsOf(query.principal);
    return { principal: query.principal, ...(team && { team }) };
  }
  const teamRef = entityRefOf(query.team!, 'team');
  const team = snapshot.findTeam(teamRef);
  if (!team) {
    throw new NotFoundError(
      `No consumer team '${teamRef}' is known; a Group becomes one by its job execution role`,
    );
  }
  if (!team.roleArn) {
    throw new NotFoundError(
      `${team.title} has no job execution role yet, so it can read nothing; onboard it first`,
    );
  }
  return { principal: team.roleArn, team };
}

/** The name as the table has it. @throws NotFoundError with the name that may be meant */
export function columnOf(
  { table }: TableEntry,
  column: string | undefined,
): string | undefined {
  if (column === undefined) return undefined;
  const names = table.columns.map(({ name }) => name);
  const found = names.find(name => name.toLowerCase() === column.toLowerCase());
  if (found) return found;
  const nearest = nearestName(column.slice(0, 255), names);
  throw new NotFoundError(
    `${table.ref.tableName} has no column '${column.slice(0, 255)}'${
      nearest ? `; did you mean '${nearest}'?` : ''
    }`,
  );
}

/**
 * Values by the names that the table has.
 * @throws InputError for what is no column; values are not repeated
 */
export function byColumn(
  entry: TableEntry,
  row: Record<string, string | null>,
): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      if (value !== null && typeof value !== 'string') {
        throw new InputError(
          `The value of '${column.slice(
            0,
            255,
          )}' in 'row' is neither text nor null`,
        );
      }
      return [columnOf(entry, column)!, value];
    }),
  );
}

/** Those members of a question that were given, for the record. */
export function present(query: Question): Record<string, string> {
  const { table, column, team, principal, at } = query;
  return Object.fromEntries(
    Object.entries({ table, column, team, principal, at }).flatMap(
      ([name, value]) => (typeof value === 'string' ? [[name, value]] : []),
    ),
  );
}
