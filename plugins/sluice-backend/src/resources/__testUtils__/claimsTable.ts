import { IcebergTableProperties } from '@sluice/plugin-sluice-common';
import { glueDatabase } from '../glueDatabase';
import { ResourceContext } from '../ResourceContext';
import { s3Bucket } from '../s3Bucket';

export const LAKE = 'lake-of-ours';

/** A table as a data product declares it, and rows for it. */
export const claims: IcebergTableProperties = {
  database: 'healthcare_db',
  name: 'claims',
  description: 'Insurance claims',
  location: `s3://${LAKE}/warehouse/healthcare_db/claims`,
  columns: [
    { name: 'claim_id', type: 'string', comment: 'Key' },
    { name: 'amount', type: 'decimal(10,2)', comment: "Owner's dollars" },
    { name: 'status', type: 'string' },
  ],
  partitionedBy: ['status'],
  athenaOutputLocation: `s3://${LAKE}/`,
};
export const claimRows = {
  database: claims.database,
  table: claims.name,
  columns: claims.columns,
  rows: [
    ['C1', '150.00', 'Open'],
    ['C2', null, 'Denied'],
  ],
  athenaOutputLocation: claims.athenaOutputLocation,
};

/** The bucket and the database that they go to. */
export async function makeLake(context: ResourceContext): Promise<void> {
  const { region } = context.account;
  await s3Bucket.create({ name: LAKE, region, hygiene: false }, context);
  await glueDatabase.create({ name: claims.database }, context);
}
