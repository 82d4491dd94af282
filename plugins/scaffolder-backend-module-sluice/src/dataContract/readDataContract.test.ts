import { readDataContract } from './readDataContract';

const CONTRACT = `
kind: DataContract
apiVersion: v3.1.0
id: patients-contract
version: 1.2.0
status: active
servers:
  - server: production
    type: glue
slaProperties: []
schema:
  - name: Patients
    physicalType: table
    description: |
      One row per patient.
    quality:
      - metric: rowCount
    properties:
      - name: patient_id
        logicalType: string
        physicalType: varchar(18)
        primaryKey: true
        description: Number of the patient
      - name: state
        logicalType: string
        partitioned: true
        partitionKeyPosition: 2
      - name: city
        logicalType: string
        partitioned: true
        partitionKeyPosition: 1
        primaryKey: false
      - name: ssn
        physicalType: string
        classification: restricted
        primaryKey: true
`;

const withColumn = (column: object) => `
kind: DataContract
apiVersion: v3.0.0
id: c
schema:
  - name: t
    properties:
      - ${JSON.stringify({ name: 'c', ...column })}
`;

const PRODUCT = `
kind: DataProduct
apiVersion: v1.0.0
id: care
outputPorts:
  - name: patients
    version: 1.0.0
    contractId: patients-contract
`;

describe('readDataContract', () => {
  it('reads tables, columns, types, classification and partitions', () => {
    expect(readDataContract(CONTRACT).tables).toEqual([
      {
        name: 'patients',
        description: 'One row per patient.',
        columns: [
          {
            name: 'patient_id',
            type: 'string',
            comment: 'Number of the patient',
          },
          { name: 'state', type: 'string' },
          { name: 'city', type: 'string' },
          { name: 'ssn', type: 'string', classification: 'restricted' },
        ],
        partitionedBy: ['city', 'state'],
      },
    ]);
  });

  it('tells of everything that it does not use or changes', () => {
    expect(readDataContract(CONTRACT).notes).toEqual([
      'DataContract patients-contract: not used: servers',
      'Table Patients is called patients in Glue',
      'Table patients: not used: quality; primaryKey of patient_id, ssn',
      'Column patients.patient_id: varchar(18) becomes string',
    ]);
  });

  it.each([
    [{ physicalType: 'DECIMAL(10, 2)' }, 'decimal(10,2)'],
    [{ physicalType: 'numeric(5,0)' }, 'decimal(5,0)'],
    [{ physicalType: 'BIGINT', logicalType: 'string' }, 'bigint'],
    [{ physicalType: 'smallint' }, 'int'],
    [{ physicalType: 'double precision' }, 'double'],
    [{ physicalType: 'bool' }, 'boolean'],
    [{ physicalType: 'timestamp(6) without time zone' }, 'timestamp'],
    [{ physicalType: 'bytes' }, 'binary'],
    [{ logicalType: 'date' }, 'date'],
    [{ logicalType: 'timestamp' }, 'timestamp'],
    // Nothing is lost in the wider one.
    [{ logicalType: 'integer' }, 'bigint'],
    [{ logicalType: 'integer', logicalTypeOptions: { format: 'i32' } }, 'int'],
    [{ logicalType: 'number', logicalTypeOptions: { format: 'f32' } }, 'float'],
    [{ logicalType: 'number' }, 'double'],
    [{ logicalType: 'boolean' }, 'boolean'],
  ])('takes %j for %s', (column, type) => {
    const { tables, notes } = readDataContract(withColumn(column));
    expect(tables[0].columns).toEqual([{ name: 'c', type }]);
    expect(notes).toEqual([]);
  });

  it('falls back on the logical type, and says so', () => {
    const { tables, notes } = readDataContract(
      withColumn({ physicalType: 'uuid', logicalType: 'string' }),
    );
    expect(tables[0].columns).toEqual([{ name: 'c', type: 'string' }]);
    expect(notes).toEqual(['Column t.c: uuid becomes string']);
  });

  it.each([
    [
      'columns of types that no table has',
      withColumn({ logicalType: 'array' }),
      'Column t.c: no column of a table can be of type array',
    ],
    [
      'columns of no type',
      withColumn({}),
      'Column t.c: no column of a table can be of type unknown',
    ],
    [
      'views',
      CONTRACT.replace('physicalType: table', 'physicalType: view'),
      'patients is a view, not a table',
    ],
    [
      'old versions',
      CONTRACT.replace('v3.1.0', 'v2.2.2'),
      'apiVersion: is not a version 3',
    ],
    [
      'other documents',
      'kind: Pod',
      'Document 1 of the contract is neither an ODCS 3 DataContract nor an ODPS DataProduct',
    ],
    ['text', 'hello', 'Document 1 of the contract is neither'],
    ['broken YAML', 'kind: [', 'Document 1 of the contract is no YAML'],
    ['nothing', '# nothing', 'it describes no table'],
    [
      'contracts without a schema',
      'kind: DataContract\napiVersion: v3.0.0\nid: c',
      'it describes no table',
    ],
    [
      'products without their contracts',
      PRODUCT,
      'contract patients-contract of output port patients is not among the documents',
    ],
  ])('refuses %s', (_, text, message) => {
    expect(() => readDataContract(text)).toThrow(message);
  });

  it('publishes the contracts of the output ports of a product', () => {
    const other = CONTRACT.replace('patients-contract', 'other-contract');
    const { tables, notes } = readDataContract(
      [PRODUCT, CONTRACT, other].join('---'),
    );
    expect(tables.map(({ name }) => name)).toEqual(['patients']);
    expect(notes).toContain(
      'Contract other-contract is not of an output port, so it is left out',
    );
  });
});
