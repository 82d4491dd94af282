import { LfPermissionRow } from '../../accessModel';
import { RawPermission } from '../../permissions';
import { ask, cells } from './questions';
import { World, filter } from './world';

/**
 * The level, the columns that are read (all of the table's, or by name), or the
 * rows in which each of them is.
 */
export type Expected =
  | 'all'
  | 'none'
  | 'unknown'
  | string[]
  | Record<string, string>;

/**
 * A reason by its kind, its effect and the rows of ListPermissions behind it,
 * which are numbered as the situation lists them, the owner's first:
 * `columnGrant limits #0`.
 */
export type ExpectedReason = string;

/** What is granted, what is read, all of the reasons, and what a problem says. */
export type Situation = [
  name: string,
  rows: RawPermission[],
  read: Expected,
  reasons: ExpectedReason[],
  problem?: string,
];

export const ROWS = "state = 'Texas'";
export const FILTERS = [
  filter('patients', 'texas', ['city', 'state'], ROWS),
  filter('patients', 'ohio', ['city', 'ssn'], "state = 'Ohio'"),
  filter('patients', 'everyRow', ['city'], undefined),
  filter('patients', 'allColumns', 'all', ROWS),
  filter('patients', 'noSsn', { except: ['ssn'] }, ROWS),
];

/** With filters, a tag that is inherited from the database, and one that overrides it. */
export function prepared(world: World): World {
  world.producer.filters = FILTERS;
  world.producer.databases[0].lfTags = [
    { key: 'domain', values: ['care'], source: 'database' },
  ];
  world.producer.tables[0].columns[6].lfTags = [
    { key: 'domain', values: ['identity'], source: 'column' },
  ];
  return world;
}

/** The answer about patients, in the form in which a situation expects it. */
export function answerIn(world: World, principal: string, expected: Expected) {
  const access = ask(world, principal);
  const total = world.producer.tables[0].columns.length;
  const names = Object.keys(cells(access));
  const read = () => {
    if (expected === 'all') return names.length === total ? 'all' : names;
    if (Array.isArray(expected)) return names;
    return typeof expected === 'object' ? cells(access) : access.level;
  };
  const numbers = numberRows(world);
  return {
    read: read(),
    reasons: access.reasons
      .map(({ kind, effect, rows }) =>
        [
          kind,
          effect,
          ...new Set(rows.map(row => numbers.get(identityOf(row)) ?? '?')),
        ].join(' '),
      )
      .sort(),
    problems: access.level === 'unknown' ? access.problems.join('\n') : '',
  };
}

/** What {@link answerIn} is to be. */
export function expectation(
  read: Expected,
  reasons: ExpectedReason[],
  problem = '',
) {
  return {
    read,
    reasons: [...reasons].sort(),
    problems: expect.stringContaining(problem),
  };
}

function numberRows({ producerRows, consumerRows }: World) {
  return new Map(
    [...producerRows, ...consumerRows].map((raw, i) => [
      identityOf({
        principal: raw.Principal?.DataLakePrincipalIdentifier ?? '',
        resource: JSON.stringify(raw.Resource),
        permissions: raw.Permissions ?? [],
        condition: raw.Condition?.Expression,
      }),
      `#${i}`,
    ]),
  );
}

function identityOf({
  principal,
  resource,
  permissions,
  condition,
}: Pick<
  LfPermissionRow,
  'principal' | 'resource' | 'permissions' | 'condition'
>): string {
  return JSON.stringify([principal, resource, permissions, condition]);
}
