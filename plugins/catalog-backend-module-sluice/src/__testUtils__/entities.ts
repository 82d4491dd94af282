import type { Entity } from '@backstage/catalog-model';
import type {
  AccessGrantAgreement,
  AccessGrantSpec,
  DataProductSpec,
} from '@sluice/plugin-sluice-common';

export const TABLE_REF = 'resource:healthcare-producer/healthcare_db.patients';

export function dataProduct(spec: Partial<DataProductSpec> = {}): Entity {
  return {
    apiVersion: 'sluice.io/v1alpha1',
    kind: 'DataProduct',
    metadata: { name: 'patients' },
    spec: {
      owner: 'patient-records',
      domain: 'clinical',
      lifecycle: 'active',
      outputPorts: [{ name: 'patients', tables: [TABLE_REF] }],
      ...spec,
    },
  };
}

export function accessGrant(
  spec: Partial<AccessGrantSpec> & { owners?: string[] } = {},
): Entity {
  return {
    apiVersion: 'sluice.io/v1alpha1',
    kind: 'AccessGrant',
    metadata: {
      name: 'patients-care.healthcare_db.patients',
      namespace: 'healthcare-producer',
    },
    spec: {
      team: 'group:default/patients-care',
      table: TABLE_REF,
      product: 'dataproduct:default/patients',
      owners: ['group:default/patient-records'],
      permissions: ['SELECT'],
      level: 'partial',
      columns: [{ fieldId: 1, name: 'patient_id' }],
      hiddenColumns: 1,
      rowFilter: "state in ('Texas', 'New York')",
      principal: { arn: 'arn:aws:iam::444455556666:role/team1' },
      origin: 'import',
      stages: { effective: { level: 'partial' } },
      ...spec,
    },
  };
}

export function agreement(
  request: string,
  ...approvers: string[]
): AccessGrantAgreement {
  return {
    request,
    startsAt: '2026-01-15T08:00:00.000Z',
    expiresAt: '2026-04-15T08:00:00.000Z',
    requestedBy: 'user:default/ada',
    approvedBy: approvers.map(name => `user:default/${name}`),
  };
}

export function table(name = 'healthcare_db.patients'): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: { name, namespace: 'healthcare-producer' },
    spec: { type: 'iceberg-table', owner: 'group:default/patient-records' },
  };
}

export function group(name: string, annotations = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name, annotations },
    spec: { type: 'team', children: [] },
  };
}

export function user(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name },
    spec: { memberOf: [] },
  };
}
