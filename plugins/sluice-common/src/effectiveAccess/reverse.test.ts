import fc from 'fast-check';
import { worlds } from '../consequences/__testUtils__/worlds';
import { createAccessIndex } from './AccessIndex';
import { effectiveAccess } from './effectiveAccess';
import { accessOf, candidateTables, whoCanSee } from './reverse';
import { CHANGES } from './__testUtils__/changes';
import {
  P,
  TEAM1,
  TEAM2,
  observe,
  onTable,
  row,
  seedWorld,
} from './__testUtils__/world';

describe.each(CHANGES)('with %s', (_, change) => {
  const world = seedWorld();
  change(world);
  const index = createAccessIndex(observe(world));
  const byName = (a: { table: { tableName: string } }, b: typeof a) =>
    a.table.tableName < b.table.tableName ? -1 : 1;

  it.each([
    TEAM1,
    TEAM2,
    `arn:aws:iam::${P}:role/stranger`,
    `arn:aws:iam::777777777777:role/far`,
  ])('accessOf %s says what each table says', principal => {
    const asked = index.tables
      .map(({ ref }) => effectiveAccess(index, { principal, table: ref }))
      .filter(({ level }) => level !== 'none');
    expect(accessOf(index, principal)).toEqual(asked.sort(byName));
  });

  it('whoCanSee says what each principal says', () => {
    for (const { ref } of index.tables) {
      const asked = [TEAM1, TEAM2]
        .map(principal => effectiveAccess(index, { principal, table: ref }))
        .filter(({ level }) => level !== 'none');
      expect(whoCanSee(index, ref)).toEqual(asked);
    }
  });
});

it('whoCanSee says of any world what each principal says', () => {
  fc.assert(
    fc.property(worlds, world => {
      const index = createAccessIndex(observe(world));
      for (const { ref } of index.tables) {
        const asked = index.principalArns
          .map(principal => effectiveAccess(index, { principal, table: ref }))
          .filter(({ level }) => level !== 'none');
        expect(whoCanSee(index, ref)).toEqual(asked);
      }
    }),
  );
});

it('candidates are few when nothing is uncertain', () => {
  const index = createAccessIndex(observe(seedWorld()));
  expect(candidateTables(index, `arn:aws:iam::${P}:role/stranger`)).toEqual([]);
});

it('whoCanSee knows roles that only a permission names', () => {
  const world = seedWorld();
  const analyst = `arn:aws:iam::${P}:role/analyst`;
  world.producerRows.push(row(analyst, onTable('patients'), ['SELECT']));
  const index = createAccessIndex(observe(world));
  const [patients] = index.tables;
  expect(
    whoCanSee(index, patients.ref, 'ssn').map(({ principal }) => principal),
  ).toEqual([analyst]);
});
