import fc from 'fast-check';
import { DataCellsFilter, EffectiveAccess, TableRef } from '../accessModel';
import { RawPermission } from '../permissions';
import {
  evaluateRowFilter,
  parseRowExpression,
  parseRowFilter,
} from '../rowFilter';
import { createAccessIndex } from './AccessIndex';
import { effectiveAccess } from './effectiveAccess';
import { accessOf, candidateTables } from './reverse';
import {
  ANALYST,
  C,
  CLAIMS,
  P,
  PATIENTS,
  SHARED,
  TEAM1,
  TEAM2,
  World,
  emptyWorld,
  filter,
  observe,
  onAllColumnsBut,
  onAllTables,
  onColumns,
  onFilter,
  onTable,
  onTags,
  row,
} from './__testUtils__/world';

const COLUMNS = ['patient_id', 'city', 'state', 'ssn'];
const EXPRESSIONS = [
  "state = 'Texas'",
  "state in ('Texas', 'Ohio')",
  "city like 'A%'",
  'patient_id > 10',
  "not (state = 'Ohio' and patient_id <= 10)",
  undefined,
];

/** Every combination of values that the expressions tell apart. */
const ROWS = ['Texas', 'Ohio', null].flatMap(state =>
  ['Austin', 'Houston', null].flatMap(city =>
    [5, 10, 15, null].map(patient_id => ({ state, city, patient_id })),
  ),
);

const filters: fc.Arbitrary<DataCellsFilter[]> = fc
  .array(
    fc.tuple(
      fc.subarray(COLUMNS, { minLength: 1 }),
      fc.constantFrom(...EXPRESSIONS),
    ),
    { minLength: 3, maxLength: 3 },
  )
  .map(parts =>
    parts.map(([columns, expression], i) =>
      filter('patients', `f${i}`, columns, expression),
    ),
  );

function grantsTo(
  principals: string[],
  more: Partial<RawPermission> = {},
): fc.Arbitrary<RawPermission> {
  const resources = fc.oneof(
    fc.constant(onTable('patients')),
    fc.constant(onAllTables()),
    fc.subarray(COLUMNS, { minLength: 1 }).map(c => onColumns('patients', c)),
    fc.subarray(COLUMNS).map(c => onAllColumnsBut('patients', c)),
    fc.constantFrom('f0', 'f1', 'f2').map(name => onFilter('patients', name)),
    fc.constantFrom('public', 'secret').map(v => onTags({ kind: [v] })),
  );
  return fc
    .tuple(
      fc.constantFrom(...principals),
      resources,
      fc.subarray(['SELECT', 'DESCRIBE'], { minLength: 1 }),
    )
    .map(([principal, resource, permissions]) =>
      row(principal, resource, permissions, more),
    );
}

const worlds: fc.Arbitrary<World> = fc
  .record({
    filters,
    own: fc.array(grantsTo([ANALYST, `${P}:IAMPrincipals`]), { maxLength: 4 }),
    shares: fc.array(grantsTo([C, TEAM1], SHARED), { maxLength: 4 }),
    grantsOn: fc.array(grantsTo([TEAM1, TEAM2, `${C}:IAMPrincipals`]), {
      maxLength: 5,
    }),
    secret: fc.subarray([0, 4, 5, 6]),
  })
  .map(parts => {
    const world = emptyWorld();
    world.producer.filters = parts.filters;
    world.producerRows = [...parts.own, ...parts.shares];
    world.consumerRows = parts.grantsOn;
    const [patients] = world.producer.tables;
    patients.lfTags = [{ key: 'kind', values: ['public'], source: 'table' }];
    for (const i of parts.secret) {
      patients.columns[i].lfTags = [
        { key: 'kind', values: ['secret'], source: 'column' },
      ];
    }
    return world;
  });

function ask(world: World, principal: string, table: TableRef = PATIENTS) {
  return effectiveAccess(createAccessIndex(observe(world)), {
    principal,
    table,
  });
}

/** The cells that are readable, of all columns in all sample rows. */
function readableCells(access: EffectiveAccess): Set<string> {
  const readable = new Set<string>();
  if (access.level !== 'full' && access.level !== 'partial') return readable;
  const meets = (rows: typeof access.rows, i: number) =>
    rows.kind === 'expression'
      ? evaluateRowFilter(parseRowExpression(rows.expression), ROWS[i]) === true
      : rows.kind === 'all';
  ROWS.forEach((_, i) => {
    if (meets(access.rows, i)) readable.add(`row ${i}`);
    for (const column of access.columns) {
      if (meets(column.rows, i)) readable.add(`${column.name} ${i}`);
    }
  });
  return readable;
}

/** What is in the first, but not in the second. */
function excess(inner: Set<string>, outer: Set<string>): string[] {
  return [...inner].filter(cell => !outer.has(cell));
}

/**
 * The rules once more, as plainly as can be and for one cell at a time: a cell
 * is readable if a grant within the account opens it, or one to the role by the
 * other account, or both a share and a grant on; a row comes back if a cell does.
 */
function readCellByCell(world: World, principal: string): string[] {
  const account = principal === ANALYST ? P : C;
  const holders = [principal, `${account}:IAMPrincipals`];
  const columns = world.producer.tables[0].columns;
  return ROWS.flatMap((sample, i) => {
    const opens = (
      rows: RawPermission[],
      principals: string[],
      position: number,
    ) =>
      rows.some(
        each =>
          principals.includes(each.Principal!.DataLakePrincipalIdentifier!) &&
          each.Permissions!.includes('SELECT') &&
          opensCell(world, each, position, sample),
      );
    const cells = columns.flatMap(({ name }, position) => {
      const isOpen =
        opens(world.producerRows, holders, position) ||
        (account === C &&
          opens(world.producerRows, [C], position) &&
          opens(world.consumerRows, holders, position));
      return isOpen ? [`${name} ${i}`] : [];
    });
    return cells.length > 0 ? [`row ${i}`, ...cells] : [];
  });
}

function opensCell(
  { producer }: World,
  { Resource: resource }: RawPermission,
  position: number,
  sample: (typeof ROWS)[number],
): boolean {
  const { name, lfTags } = producer.tables[0].columns[position];
  if (resource?.Table) return true;
  if (resource?.TableWithColumns) {
    const { ColumnNames, ColumnWildcard } = resource.TableWithColumns;
    return (
      ColumnNames?.includes(name) ??
      !ColumnWildcard!.ExcludedColumnNames!.includes(name)
    );
  }
  if (resource?.LFTagPolicy) {
    const kind = lfTags.length > 0 ? 'secret' : 'public';
    return resource.LFTagPolicy.Expression![0].TagValues!.includes(kind);
  }
  const { columns, rows } = producer.filters.find(
    each => each.name === resource!.DataCellsFilter!.Name,
  )!;
  return (
    columns.kind === 'include' &&
    columns.names.includes(name) &&
    (rows.kind === 'all' ||
      evaluateRowFilter(parseRowFilter(rows.expression), sample) === true)
  );
}

const PRINCIPALS = [ANALYST, TEAM1, TEAM2];

it('adding a grant never removes access', () => {
  fc.assert(
    fc.property(
      worlds,
      fc.oneof(
        grantsTo([ANALYST, `${P}:IAMPrincipals`]).map(
          grant => ['producerRows', grant] as const,
        ),
        grantsTo([C, TEAM1], SHARED).map(
          grant => ['producerRows', grant] as const,
        ),
        grantsTo([TEAM1, TEAM2, `${C}:IAMPrincipals`]).map(
          grant => ['consumerRows', grant] as const,
        ),
      ),
      (world, [side, grant]) => {
        const wider = { ...world, [side]: [...world[side], grant] };
        for (const principal of PRINCIPALS) {
          const before = ask(world, principal);
          const after = ask(wider, principal);
          expect(excess(readableCells(before), readableCells(after))).toEqual(
            [],
          );
        }
      },
    ),
    { numRuns: 300 },
  );
});

it('the order of permissions and accounts does not matter', () => {
  fc.assert(
    fc.property(worlds, world => {
      const reversed = {
        ...world,
        producerRows: [...world.producerRows].reverse(),
        consumerRows: [...world.consumerRows].reverse(),
      };
      for (const principal of PRINCIPALS) {
        const question = { principal, table: PATIENTS };
        const forwards = effectiveAccess(
          createAccessIndex(observe(world)),
          question,
        );
        const backwards = effectiveAccess(
          createAccessIndex(observe(reversed).reverse()),
          question,
        );
        const essence = (access: EffectiveAccess) => ({
          ...access,
          reasons: access.reasons.map(({ text }) => text),
        });
        expect(essence(backwards)).toEqual(essence(forwards));
      }
    }),
    { numRuns: 200 },
  );
});

it('access across accounts is within what the account, or the role itself, was given', () => {
  fc.assert(
    fc.property(worlds, world => {
      // What the shares give: as if the account granted everything on.
      const generous = {
        ...world,
        consumerRows: [row(TEAM1, onTable('patients'), ['SELECT'])],
      };
      expect(
        excess(
          readableCells(ask(world, TEAM1)),
          readableCells(ask(generous, TEAM1)),
        ),
      ).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

it('access across accounts by the account’s share is within what its account grants on', () => {
  fc.assert(
    fc.property(worlds, world => {
      const shared = {
        ...world,
        producerRows: world.producerRows.filter(
          each => each.Principal?.DataLakePrincipalIdentifier !== TEAM1,
        ),
      };
      const open = {
        ...shared,
        producerRows: [row(C, onTable('patients'), ['SELECT'], SHARED)],
      };
      expect(
        excess(
          readableCells(ask(shared, TEAM1)),
          readableCells(ask(open, TEAM1)),
        ),
      ).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

it('agrees with reading the rules cell by cell', () => {
  fc.assert(
    fc.property(worlds, world => {
      for (const principal of PRINCIPALS) {
        expect([...readableCells(ask(world, principal))].sort()).toEqual(
          readCellByCell(world, principal).sort(),
        );
      }
    }),
    { numRuns: 300 },
  );
});

it('when a part that matters failed, the answer is unknown, or rests on nothing that failed', () => {
  const parts = [
    ['producer', 'databases'],
    ['producer', 'tables'],
    ['producer', 'permissions'],
    ['producer', 'filters'],
    ['producer', 'tags'],
    ['consumer', 'permissions'],
    ['consumer', 'filters'],
    ['consumer', 'shares'],
  ] as const;
  fc.assert(
    fc.property(worlds, fc.constantFrom(...parts), (world, [side, part]) => {
      const failed = {
        ...world,
        [side]: {
          ...world[side],
          // What a part that failed left behind may be anything: nothing, here.
          ...(part === 'filters' ? { filters: [] } : {}),
          ...(part === 'shares' ? { shares: [], invitations: [] } : {}),
          failures: [{ part, message: 'AccessDenied' }],
        },
      };
      for (const principal of PRINCIPALS) {
        const after = ask(failed, principal);
        if (after.level === 'unknown') continue;
        expect(readableCells(after)).toEqual(
          readableCells(ask(world, principal)),
        );
      }
    }),
    { numRuns: 300 },
  );
});

it('what a role can read is what asking for every table says', () => {
  fc.assert(
    fc.property(worlds, world => {
      const index = createAccessIndex(observe(world));
      for (const principal of PRINCIPALS) {
        const asked = [CLAIMS, PATIENTS]
          .map(table => effectiveAccess(index, { principal, table }))
          .filter(({ level }) => level !== 'none');
        expect(accessOf(index, principal)).toEqual(asked);
        const candidates = candidateTables(index, principal);
        expect(candidates).toEqual(
          expect.arrayContaining(asked.map(({ table }) => table)),
        );
      }
    }),
    { numRuns: 200 },
  );
});
