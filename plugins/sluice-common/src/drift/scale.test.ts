import { tableKey } from '../accessModel';
import {
  C,
  emptyWorld,
  filter,
  observe,
  onFilter,
  onLink,
  onTable,
  P,
  row,
  tableRef,
} from '../effectiveAccess/__testUtils__/world';
import { createAccessIndex } from '../effectiveAccess';
import { RawPermission } from '../permissions';
import { desired } from '../resources';
import { declaredWorld, grantedWorld, stagesOf } from '../stages';
import { seedFacts } from '../blueprints/__testUtils__/seedDeclarations';
import { DeclaredSubject, DriftInput, TableBaseline } from './DriftInput';
import { findDrift } from './findDrift';

const TABLES = 2_000;
const TEAMS = 200;
const TABLES_OF_TEAM = 50;
const FILTERED = 0.5;

const roleOf = (team: number) => `arn:aws:iam::${C}:role/team${team}`;
const isFiltered = (table: number) => table % (1 / FILTERED) === 0;

/** 2,000 tables, 20,000 permissions of 200 teams, all of them declared. */
function largeEstate(): DriftInput {
  const world = emptyWorld();
  const [patients] = world.producer.tables;
  const rows: RawPermission[] = [];
  const declared: DeclaredSubject[] = [];
  const baselines: TableBaseline[] = [];
  const tables = Array.from({ length: TABLES }, (_, i) => `table${i}`);
  world.producer.tables = tables.map(name => ({
    ...patients,
    ref: tableRef(name),
    tableUuid: name,
  }));
  world.producer.filters = tables
    .filter((_, i) => isFiltered(i))
    .map(name => filter(name, 'f', ['patient_id', 'state'], "state = 'Texas'"));
  world.consumer.links = tables.map(name => ({
    ref: {
      region: 'us-west-2',
      catalogId: C,
      databaseName: 'consumer_healthcare_db',
      tableName: `rl_${name}`,
    },
    target: tableRef(name),
  }));
  for (let team = 0; team < TEAMS; team++) {
    const principal = roleOf(team);
    const subject = `group:default/team${team}`;
    const resources: DeclaredSubject['resources'] = [];
    const want = (
      on: Parameters<
        typeof desired<'lakeFormationPermission'>
      >[1]['properties']['resource'],
      word: 'SELECT' | 'DESCRIBE',
      raw: RawPermission['Resource'],
    ) => {
      rows.push(row(principal, raw!, [word]));
      resources.push(
        desired('lakeFormationPermission', {
          account: 'healthcare-consumer',
          properties: {
            principal,
            resource: on,
            permissions: [word],
            grantable: [],
          },
          why: 'A team reads it.',
        }),
      );
    };
    for (let i = 0; i < TABLES_OF_TEAM; i++) {
      const at = (team * 37 + i * 41) % TABLES;
      const name = tables[at];
      const { catalogId, databaseName } = tableRef(name);
      const on = { catalogId, databaseName, tableName: name };
      if (isFiltered(at)) {
        want(
          { kind: 'dataCellsFilter', ...on, filterName: 'f' },
          'SELECT',
          onFilter(name, 'f'),
        );
        resources.push(
          desired('dataCellsFilter', {
            account: 'healthcare-producer',
            properties: {
              catalogId,
              database: databaseName,
              table: name,
              name: 'f',
              columns: ['patient_id', 'state'],
              rowFilter: "state = 'Texas'",
            },
            why: 'A team reads a part.',
          }),
        );
      } else want({ kind: 'table', ...on }, 'SELECT', onTable(name));
      want(
        {
          kind: 'table',
          catalogId: C,
          databaseName: 'consumer_healthcare_db',
          tableName: `rl_${name}`,
        },
        'DESCRIBE',
        onLink(`rl_${name}`),
      );
      resources.push(
        desired('resourceLink', {
          account: 'healthcare-consumer',
          properties: {
            database: 'consumer_healthcare_db',
            name: `rl_${name}`,
            target: { catalogId, database: databaseName, table: name },
          },
          why: 'A job names it.',
        }),
      );
      baselines.push({
        subject,
        table: tableRef(name),
        tableUuid: name,
        columns: patients.columns,
        at: '2026-11-01T08:00:00Z',
      });
    }
    declared.push({
      subject,
      // What drift looks at of a declaration is whose it is.
      declaration: { team: subject } as DeclaredSubject['declaration'],
      resources,
    });
  }
  world.consumerRows = rows;
  return {
    index: createAccessIndex(observe(world)),
    accounts: seedFacts({ declarations: [] }).accounts,
    teams: [],
    declared,
    baselines,
  };
}

const secondsOf = (work: () => void) => {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1_000;
};

describe('a large estate', () => {
  const estate = largeEstate();

  it('is compared in seconds', () => {
    expect(
      estate.index.observations.flatMap(each => each.permissions),
    ).toHaveLength(2 * TEAMS * TABLES_OF_TEAM);
    let found: string[] = [];
    const seconds = secondsOf(() => {
      found = findDrift(estate).map(({ text }) => text);
    });
    expect(found).toEqual([]);
    expect(seconds).toBeLessThan(3);
  });

  it('is compared in seconds when nothing of it is as declared', () => {
    const { index } = estate;
    const observations = index.observations.map(each => ({
      ...each,
      permissions: each.permissions.filter((_, i) => i % 2 === 0),
      links: [],
    }));
    let count = 0;
    const seconds = secondsOf(() => {
      count = findDrift({
        ...estate,
        index: createAccessIndex(observations),
        declared: estate.declared.slice(TEAMS / 2),
      }).length;
    });
    expect(count).toBeGreaterThan(TABLES);
    expect(seconds).toBeLessThan(6);
  });

  it('has its stages of access worked out in seconds', () => {
    const { index, declared } = estate;
    const worlds = { declaredWorld: index, grantedWorld: index };
    const ofWorlds = secondsOf(() => {
      worlds.declaredWorld = declaredWorld(index, declared);
      worlds.grantedWorld = grantedWorld(index);
    });
    const wrong = new Set<string>();
    const ofStages = secondsOf(() => {
      for (let team = 0; team < TEAMS; team += 10) {
        for (const ref of new Map(
          estate.baselines
            .slice(team * TABLES_OF_TEAM, (team + 1) * TABLES_OF_TEAM)
            .map(({ table }) => [tableKey(table), table]),
        ).values()) {
          const { stages } = stagesOf({
            index,
            ...worlds,
            principal: roleOf(team),
            table: ref,
            declared: declared.slice(team, team + 1),
          });
          if (stages.declared.level !== stages.granted.level) {
            wrong.add(`${P} ${ref.tableName}`);
          }
        }
      }
    });
    expect([...wrong]).toEqual([]);
    expect(ofWorlds).toBeLessThan(3);
    expect(ofStages).toBeLessThan(6);
  });
});
