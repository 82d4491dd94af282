import { PlanStep, StepAction } from '../changes';
import {
  C,
  filter as observedFilter,
  observe,
  onFilter as onObservedFilter,
  P,
  row,
  seedWorld,
  SHARED,
  TEAM1,
  TEAM2,
} from '../effectiveAccess/__testUtils__/world';
import { createAccessIndex } from '../effectiveAccess';
import { DesiredResource, desired } from '../resources';
import { consequencesOf } from './consequencesOf';

const RESEARCH = `arn:aws:iam::${C}:role/research`;
const readers = [
  { principal: TEAM1, title: 'Patients Care' },
  { principal: TEAM2, title: 'Claims Care' },
];

function step(action: StepAction, resource: DesiredResource): PlanStep {
  const { id, type, account, why, dependsOn } = resource;
  return {
    id,
    type,
    account,
    resource,
    title: id,
    action,
    why,
    dependsOn,
    ownership: 'nobody',
    differences: [],
    undo: '',
  };
}

const filter = (name: string, columns: string[], rowFilter: string) =>
  desired('dataCellsFilter', {
    account: 'healthcare-producer',
    properties: {
      catalogId: P,
      database: 'healthcare_db',
      table: 'patients',
      name,
      columns,
      rowFilter,
    },
    why: '',
  });

const onFilter = (principal: string, filterName: string, grantable = false) =>
  desired('lakeFormationPermission', {
    account: 'healthcare-producer',
    properties: {
      principal,
      resource: {
        kind: 'dataCellsFilter',
        catalogId: P,
        databaseName: 'healthcare_db',
        tableName: 'patients',
        filterName,
      },
      permissions: ['SELECT'],
      grantable: grantable ? ['SELECT'] : [],
    },
    why: '',
  });

const onTable = (principal: string, tableName: string) =>
  desired('lakeFormationPermission', {
    account: 'healthcare-consumer',
    properties: {
      principal,
      resource: {
        kind: 'table',
        catalogId: P,
        databaseName: 'healthcare_db',
        tableName,
      },
      permissions: ['SELECT'],
      grantable: [],
    },
    why: '',
  });

const texts = (...steps: PlanStep[]) =>
  consequencesOf({
    before: createAccessIndex(observe(seedWorld())),
    steps,
    readers,
  }).map(({ text }) => text);

const CALIFORNIA = filter(
  'research',
  ['gender', 'state'],
  "state = 'California'",
);

describe('consequencesOf', () => {
  it('a filter of its own reaches the team alone, by the name of its role', () => {
    expect(
      texts(
        step('create', CALIFORNIA),
        step('create', onFilter(RESEARCH, 'research')),
      ),
    ).toEqual([
      "research gains healthcare_db.patients: 2 of 9 columns, rows where state = 'California'.",
    ]);
  });

  it('what is shared with the account reaches every team that was granted the table (A6)', () => {
    expect(
      texts(
        step('create', CALIFORNIA),
        step('create', onFilter(C, 'research', true)),
      ),
    ).toEqual([
      expect.stringMatching(
        /^Patients Care has 8 of 9 columns, .*New York.* of healthcare_db.patients, and will have 8 of 9 columns, .*California/,
      ),
    ]);
  });

  it('a narrower filter, a revoked grant, and a grant beside an accepted share', () => {
    const texas = filter(
      'patients_column_row_filter',
      ['state'],
      "state = 'Texas'",
    );
    expect(texts(step('update', texas))).toEqual([
      "Patients Care has 8 of 9 columns, rows where state in ('Texas', 'New York') of healthcare_db.patients, and will have 1 of 9 columns, rows where state = 'Texas'.",
    ]);
    expect(texts(step('delete', onTable(TEAM1, 'patients')))).toEqual([
      "Patients Care loses healthcare_db.patients: it has 8 of 9 columns, rows where state in ('Texas', 'New York').",
    ]);
    expect(texts(step('create', onTable(TEAM2, 'patients')))).toEqual([
      "Claims Care gains healthcare_db.patients: 8 of 9 columns, rows where state in ('Texas', 'New York').",
    ]);
  });

  it('what is taken back by the owner is gone from the list of the other account, too', () => {
    const world = seedWorld();
    world.producer.filters.push(
      observedFilter('patients', 'own', ['city'], undefined),
    );
    const given = row(
      TEAM2,
      onObservedFilter('patients', 'own'),
      ['SELECT'],
      SHARED,
    );
    world.producerRows.push(given);
    world.consumerRows.push(given);
    const sentences = consequencesOf({
      before: createAccessIndex(observe(world)),
      steps: [
        step('delete', onFilter(TEAM2, 'own')),
        step('delete', filter('own', ['city'], '')),
      ],
      readers,
    }).map(({ text }) => text);
    expect(sentences).toEqual([
      'Claims Care loses healthcare_db.patients: it has 1 of 9 columns, all rows.',
    ]);
  });

  it.each<StepAction>(['none', 'adopt', 'keep'])(
    'nothing comes of %s',
    action => {
      expect(texts(step(action, onTable(TEAM2, 'patients')))).toEqual([]);
    },
  );

  it('leaves the observations alone', () => {
    const observations = observe(seedWorld());
    const before = JSON.stringify(observations);
    consequencesOf({
      before: createAccessIndex(observations),
      steps: [
        step('create', CALIFORNIA),
        step('create', onFilter(RESEARCH, 'research')),
        step('delete', onTable(TEAM1, 'patients')),
      ],
      readers,
    });
    expect(JSON.stringify(observations)).toBe(before);
  });
});
