import type { Entity } from '@backstage/catalog-model';
import {
  type AccessGrantEntityV1alpha1,
  type DataProductEntityV1alpha1,
  SLUICE_API_VERSION,
} from '@sluice/plugin-sluice-common';
import { CARE, CLAIMS, PATIENTS } from './fakeSluiceApi';

export const team: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'patients-care-team', namespace: 'default' },
  spec: { type: 'team' },
};

export const table: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name: 'healthcare_db.patients', namespace: 'producer' },
  spec: { type: 'iceberg-table' },
};

export const product: DataProductEntityV1alpha1 = {
  apiVersion: SLUICE_API_VERSION,
  kind: 'DataProduct',
  metadata: { name: 'patients', namespace: 'default', title: 'Patients' },
  spec: {
    owner: 'group:default/patient-records',
    lifecycle: 'active',
    purpose: 'Plan and coordinate care',
    usage: 'Join to Claims by patient_id',
    limitations: 'Not for marketing',
    classification: 'restricted',
    outputPorts: [
      { name: 'patients', version: '1.0.0', tables: [PATIENTS] },
      // Names a table of the other port, too, and leaves out its kind.
      {
        name: 'billing',
        tables: [CLAIMS.replace('resource:', ''), PATIENTS],
      },
    ],
    terms: { version: '2025-03', url: 'https://data.example.org/terms' },
    support: {
      channel: '#patient-records',
      url: 'https://chat.example.org/patient-records',
    },
    sla: { freshness: '24 h' },
  },
};

export const grant: AccessGrantEntityV1alpha1 = {
  apiVersion: SLUICE_API_VERSION,
  kind: 'AccessGrant',
  metadata: { name: 'care.healthcare_db.patients', namespace: 'producer' },
  spec: {
    team: CARE,
    table: PATIENTS,
    product: 'dataproduct:default/patients',
    permissions: ['SELECT'],
    level: 'partial',
    columns: [{ fieldId: 1, name: 'patient_id' }],
    hiddenColumns: 1,
    rowFilter: "state = 'Texas'",
    principal: {
      arn: 'arn:aws:iam::222222222222:role/patients-care',
      uniqueId: 'AROAEXAMPLEPATIENTS',
    },
    origin: 'import',
    stages: { granted: { level: 'partial' } },
  },
};
