import { Entity } from '@backstage/catalog-model';
import { CLAIMS, PATIENTS, TEAM1_ROLE, TEAM2_ROLE } from './healthcare';

export const PATIENTS_CARE = 'group:default/patients-care';
export const CLAIMS_CARE = 'group:default/claims-care';
export const RESEARCH = 'group:default/population-research';

function group(
  name: string,
  displayName: string,
  annotations: Record<string, string> = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name, namespace: 'default', annotations },
    spec: { type: 'team', children: [], profile: { displayName } },
  };
}

function product(name: string, title: string, owner: string, table: string) {
  return {
    apiVersion: 'sluice.io/v1alpha1',
    kind: 'DataProduct',
    metadata: { name, namespace: 'default', title },
    spec: {
      owner,
      lifecycle: 'active',
      outputPorts: [{ name, tables: [table] }],
    },
    relations: [{ type: 'ownedBy', targetRef: owner }],
  };
}

/** The teams and products of the seed system, as the catalog has them. */
export const catalogEntities: Entity[] = [
  group('patients-care', 'Patients Care Team', {
    'sluice.io/job-execution-role-arn': TEAM1_ROLE,
  }),
  group('claims-care', 'Claims Care Team', {
    'sluice.io/job-execution-role-arn': TEAM2_ROLE,
  }),
  group('population-research', 'Population Research', {
    'sluice.io/consumer-team': 'true',
  }),
  group('audit', 'Internal Audit'),
  product('patients', 'Patients', 'group:default/patient-records', PATIENTS),
  product('claims', 'Claims', 'group:default/claims-office', CLAIMS),
];
