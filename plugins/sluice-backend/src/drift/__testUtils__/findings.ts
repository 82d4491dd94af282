import { Drift } from '@sluice/plugin-sluice-common';
import { PATIENTS_CARE } from '../../__testUtils__/catalog';
import { PRODUCER, TEAM1_ROLE } from '../../__testUtils__/healthcare';
import { patientsTable } from '../../requests/__testUtils__/snapshotOf';

/** Subject of the declaration that the findings depart from. */
export const GRANT = 'grant:g1';

/** What a team is to read, and does not. */
export const MISSING: Drift = {
  id: 'a'.repeat(32),
  cause: 'grantMissing',
  direction: 'missing',
  severity: 'medium',
  accountId: PRODUCER.accountId,
  table: patientsTable().ref,
  team: PATIENTS_CARE,
  principal: TEAM1_ROLE,
  subject: GRANT,
  text: "SELECT on the rows where state = 'Texas' is missing.",
  rows: [],
  repair: { kind: 'reapply', subject: GRANT },
};

/** What somebody reads who is in no team. */
export const STRANGER: Drift = {
  id: 'b'.repeat(32),
  cause: 'strangerReads',
  direction: 'excess',
  severity: 'high',
  accountId: PRODUCER.accountId,
  table: patientsTable().ref,
  principal: `arn:aws:iam::${PRODUCER.accountId}:role/analyst`,
  text: 'The role analyst reads all of it.',
  rows: [],
  repair: {
    kind: 'revoke',
    resources: [
      {
        id: `${PRODUCER.name}/lakeFormationPermission/1`,
        type: 'lakeFormationPermission',
        account: PRODUCER.name,
        dependsOn: [],
        why: 'Nobody declared it.',
        properties: {
          principal: `arn:aws:iam::${PRODUCER.accountId}:role/analyst`,
          resource: {
            kind: 'table',
            catalogId: PRODUCER.accountId,
            databaseName: 'healthcare_db',
            tableName: 'patients',
          },
          permissions: ['SELECT'],
          grantable: [],
        },
      },
    ],
  },
};

/** What is the matter with an account, which only a person can end. */
export const OF_ACCOUNT: Drift = {
  id: 'c'.repeat(32),
  cause: 'engineRightsLost',
  direction: 'missing',
  severity: 'medium',
  accountId: PRODUCER.accountId,
  text: 'External data filtering is off.',
  rows: [],
  repair: { kind: 'byHand', text: 'Turn it on in the console.' },
};
