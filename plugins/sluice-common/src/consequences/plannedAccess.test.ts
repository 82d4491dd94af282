import fc from 'fast-check';
import { createAccessIndex, effectiveAccess } from '../effectiveAccess';
import {
  ANALYST,
  CLAIMS,
  observe,
  PATIENTS,
  TEAM1,
  TEAM2,
} from '../effectiveAccess/__testUtils__/world';
import { worlds } from './__testUtils__/worlds';
import { indexOfTables } from './plannedAccess';

it('answers for its tables, word by word, as an index of everything does', () => {
  fc.assert(
    fc.property(
      worlds,
      fc.subarray([PATIENTS, CLAIMS], { minLength: 1 }),
      (world, tables) => {
        const observations = observe(world);
        const all = createAccessIndex(observations);
        const some = indexOfTables(observations, tables);
        for (const principal of [TEAM1, TEAM2, ANALYST]) {
          for (const table of tables) {
            const question = { principal, table };
            expect(effectiveAccess(some, question)).toEqual(
              effectiveAccess(all, question),
            );
          }
        }
      },
    ),
    { numRuns: 500 },
  );
});
