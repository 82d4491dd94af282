import { printPermissionResource, PrintableResource } from './printResource';
import { parsePermissionResource } from './resources';

const table = {
  catalogId: '111122223333',
  databaseName: 'sales',
  tableName: 'orders',
};

const RESOURCES: PrintableResource[] = [
  { kind: 'catalog', catalogId: '111122223333' },
  { kind: 'database', catalogId: '111122223333', databaseName: 'sales' },
  { kind: 'allTables', catalogId: '111122223333', databaseName: 'sales' },
  { kind: 'table', ...table },
  { kind: 'columns', ...table, columns: { kind: 'include', names: ['id'] } },
  { kind: 'columns', ...table, columns: { kind: 'exclude', names: ['ssn'] } },
  { kind: 'dataCellsFilter', ...table, filterName: 'texas' },
  {
    kind: 'dataLocation',
    catalogId: '111122223333',
    resourceArn: 'arn:aws:s3:::lake/sales',
  },
  {
    kind: 'lfTag',
    catalogId: '111122223333',
    key: 'domain',
    values: ['finance', 'sales'],
  },
  {
    kind: 'lfTagPolicy',
    catalogId: '111122223333',
    resourceType: 'TABLE',
    expression: [{ key: 'domain', values: ['sales'] }],
  },
  { kind: 'lfTagExpression', catalogId: '111122223333', name: 'public' },
];

describe('printPermissionResource', () => {
  it.each(RESOURCES)('is read back as it was: $kind', resource => {
    // The catalog that is meant when none is named must play no part.
    expect(
      parsePermissionResource(
        printPermissionResource(resource),
        '999999999999',
      ),
    ).toEqual(resource);
  });
});
