import { PATIENTS_CARE } from '../__testUtils__/catalog';
import { PATIENTS } from '../__testUtils__/healthcare';
import { patientsTable, snapshotOf } from './__testUtils__/snapshotOf';
import { drawGrant } from './drawnGrant';
import { resolveTerms } from './Terms';

const NOTHING = {
  observed: [],
  facts: { accounts: [], declarations: [], oidcIssuers: {}, heldShares: {} },
};
const MINUTES = { defaultDurationMinutes: 60, maxDurationMinutes: 60 };

it('says of a name that cannot be declared which one it is', () => {
  const table = patientsTable();
  const snapshot = snapshotOf([
    {
      ...table,
      columns: [
        ...table.columns,
        { fieldId: 9, name: 'blood type', type: 'string', lfTags: [] },
      ],
    },
  ]);
  const terms = resolveTerms(
    { tables: [{ table: PATIENTS, columns: ['ssn', 'blood type'] }] },
    { snapshot, policy: MINUTES, now: new Date() },
  );
  expect(
    drawGrant(
      { grantId: 'new', team: PATIENTS_CARE, terms },
      snapshot,
      NOTHING,
    ),
  ).toEqual({
    wanted: [],
    before: [],
    findings: [
      {
        rule: 'GRANT',
        severity: 'error',
        message:
          '"blood type" is no column name: lower-case letters, digits and underscores, not a digit first, so Sluice cannot declare it.',
      },
    ],
  });
});
