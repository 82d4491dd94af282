import { z } from 'zod';
import {
  AccessGrantSpec,
  accessGrantSpecSchema,
} from './AccessGrantEntityV1alpha1';
import {
  DataProductSpec,
  dataProductSpecSchema,
} from './DataProductEntityV1alpha1';

const product: DataProductSpec = {
  owner: 'group:default/patient-records',
  lifecycle: 'active',
  outputPorts: [
    {
      name: 'patients',
      tables: ['resource:healthcare-producer/healthcare_db.patients'],
    },
  ],
};

const grant: AccessGrantSpec = {
  team: 'group:default/patients-care',
  table: 'resource:healthcare-producer/healthcare_db.patients',
  permissions: ['SELECT'],
  level: 'partial',
  columns: [{ fieldId: 1, name: 'patient_id' }],
  hiddenColumns: 1,
  rowFilter: "state in ('Texas', 'New York')",
  principal: { arn: 'arn:aws:iam::444455556666:role/team1' },
  origin: 'request',
  agreements: [
    {
      request: '6f0f2c6e-5d1c-4c8e-9d0a-1c9a1f3b7e21',
      startsAt: '2026-01-15T08:00:00.000Z',
      expiresAt: '2026-04-15T08:00:00.000Z',
      requestedBy: 'user:default/ada',
      approvedBy: ['user:default/olga'],
    },
  ],
  stages: { effective: { level: 'partial' } },
};

describe('dataProductSpecSchema', () => {
  it('accepts a product, and fields it does not know', () => {
    expect(dataProductSpecSchema.parse({ ...product, 'x-cost': 7 })).toEqual({
      ...product,
      'x-cost': 7,
    });
  });

  it.each([
    ['no owner', { ...product, owner: undefined }],
    [
      'a lifecycle of Backstage components',
      { ...product, lifecycle: 'production' },
    ],
    ['a port without tables', { ...product, outputPorts: [{ name: 'p' }] }],
  ])('refuses %s', (_, spec) => {
    expect(dataProductSpecSchema.safeParse(spec).success).toBe(false);
  });
});

describe('accessGrantSpecSchema', () => {
  it('accepts a grant', () => {
    expect(accessGrantSpecSchema.parse(grant)).toEqual(grant);
  });

  it.each([
    [
      'a permission that Lake Formation does not have',
      { ...grant, permissions: ['READ'] },
    ],
    ['a negative count', { ...grant, hiddenColumns: -1 }],
    ['an unnamed level', { ...grant, level: 'most' }],
    [
      'an agreement that has no end',
      {
        ...grant,
        agreements: [{ ...grant.agreements![0], expiresAt: undefined }],
      },
    ],
  ])('refuses %s', (_, spec) => {
    expect(accessGrantSpecSchema.safeParse(spec).success).toBe(false);
  });
});

it.each([
  ['DataProduct', dataProductSpecSchema],
  ['AccessGrant', accessGrantSpecSchema],
])('%s can be given to the catalog as JSON schema', (_, schema) => {
  const json = z.toJSONSchema(schema, { target: 'draft-7' });
  expect(json.type).toBe('object');
  expect(json.additionalProperties).not.toBe(false);
});
