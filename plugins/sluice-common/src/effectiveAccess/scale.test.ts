import { AccountObservation, DataCellsFilter } from '../accessModel';
import { RawPermission } from '../permissions';
import { createAccessIndex } from './AccessIndex';
import { effectiveAccess } from './effectiveAccess';
import { accessOf } from './reverse';
import {
  C,
  P,
  SHARED,
  TEAM1,
  emptyWorld,
  filter,
  observe,
  onColumns,
  onFilter,
  onTable,
  row,
  tableRef,
} from './__testUtils__/world';

const TABLES = 2_000;
const ROLES = 500;
const roleArn = (i: number) => `arn:aws:iam::${C}:role/team${i}`;

/** 2,000 tables and 20,000 permissions of 500 roles and their account. */
function largeWorld(): AccountObservation[] {
  const world = emptyWorld();
  const [patients] = world.producer.tables;
  const filters: DataCellsFilter[] = [];
  const shares: RawPermission[] = [];
  const grants: RawPermission[] = [];
  world.producer.tables = Array.from({ length: TABLES }, (_, i) => {
    const name = `table${i}`;
    filters.push(
      filter(name, 'f', ['patient_id', 'state'], `state = 'S${i % 50}'`),
    );
    shares.push(
      row(C, i % 2 ? onTable(name) : onFilter(name, 'f'), ['SELECT'], SHARED),
    );
    for (let k = 0; k < 9; k++) {
      const resource =
        k % 3 ? onTable(name) : onColumns(name, ['patient_id', 'city']);
      grants.push(row(roleArn((i * 7 + k * 31) % ROLES), resource, ['SELECT']));
    }
    return { ...patients, ref: tableRef(name) };
  });
  world.producer.filters = filters;
  world.producerRows = shares;
  world.consumerRows = grants;
  return observe(world);
}

it('answers fast from 2,000 tables and 20,000 permissions', () => {
  const observations = largeWorld();
  const permissions = observations.flatMap(each => each.permissions);
  expect(permissions).toHaveLength(20_000);

  const beforeIndex = performance.now();
  const index = createAccessIndex(observations);
  expect(performance.now() - beforeIndex).toBeLessThan(1_000);

  const questions = 2_000;
  let readable = 0;
  const beforeAnswers = performance.now();
  for (let i = 0; i < questions; i++) {
    const { level } = effectiveAccess(index, {
      principal: roleArn((i * 7) % ROLES),
      table: tableRef(`table${i}`),
    });
    if (level === 'full' || level === 'partial') readable++;
  }
  const perAnswer = (performance.now() - beforeAnswers) / questions;
  expect(readable).toBe(questions);
  expect(perAnswer).toBeLessThan(1);

  const beforeRole = performance.now();
  expect(accessOf(index, roleArn(0))).toHaveLength(36);
  expect(accessOf(index, TEAM1)).toEqual([]);
  expect(performance.now() - beforeRole).toBeLessThan(200);
});

it('is not slowed down by what concerns others', () => {
  const world = emptyWorld();
  world.producerRows = Array.from({ length: 20_000 }, (_, i) =>
    row(`arn:aws:iam::${P}:role/other${i}`, onTable('patients'), ['SELECT']),
  );
  const index = createAccessIndex(observe(world));
  const started = performance.now();
  for (let i = 0; i < 1_000; i++) {
    effectiveAccess(index, { principal: TEAM1, table: tableRef('patients') });
  }
  expect((performance.now() - started) / 1_000).toBeLessThan(1);
});
