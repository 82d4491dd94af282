import {
  C,
  P,
  SHARED,
  TEAM1,
  TEAM2,
  World,
  filter,
  onAllTables,
  onColumns,
  onFilter,
  onTable,
  onTags,
  row,
} from './world';

const unrecognized = { NewThing: { Name: 'x' } } as object;

/** What makes answers differ from the seed's, each in its own way. */
export const CHANGES: [string, (world: World) => void][] = [
  ['the seed as it is', () => {}],
  [
    'a failure of the producer',
    ({ producer }) => {
      producer.failures = [{ part: 'permissions', message: 'no' }];
    },
  ],
  [
    'a failure of the consumer',
    ({ consumer }) => {
      consumer.failures = [{ part: 'permissions', message: 'no' }];
    },
  ],
  [
    'a hybrid location',
    ({ producer }) => {
      producer.tables[0].registration = 'hybrid';
    },
  ],
  [
    'IAM_ALLOWED_PRINCIPALS on a table',
    ({ producerRows }) => {
      producerRows.push(
        row('IAM_ALLOWED_PRINCIPALS', onTable('patients'), ['ALL']),
      );
    },
  ],
  [
    'IAM_ALLOWED_PRINCIPALS on all tables',
    ({ producerRows }) => {
      producerRows.push(row('IAM_ALLOWED_PRINCIPALS', onAllTables(), ['ALL']));
    },
  ],
  [
    'IAM_ALLOWED_PRINCIPALS by tags',
    ({ producer, producerRows }) => {
      producer.databases[0].lfTags = [
        { key: 'a', values: ['1'], source: 'database' },
      ];
      producerRows.push(
        row('IAM_ALLOWED_PRINCIPALS', onTags({ a: ['1'] }), ['ALL']),
      );
    },
  ],
  [
    'something unrecognised for the role',
    ({ consumerRows }) => {
      consumerRows.push(row(TEAM2, unrecognized, ['SELECT']));
    },
  ],
  [
    'something unrecognised for its account',
    ({ producerRows }) => {
      producerRows.push(row(C, unrecognized, ['SELECT']));
    },
  ],
  [
    'SUPER_USER on the catalog',
    ({ producerRows }) => {
      producerRows.push(row(TEAM2, { Catalog: { Id: P } }, ['SUPER_USER']));
    },
  ],
  [
    'a filter granted directly',
    ({ producer, producerRows }) => {
      producer.filters.push(filter('patients', 'f', ['city']));
      producerRows.push(
        row(TEAM2, onFilter('patients', 'f'), ['SELECT'], SHARED),
      );
    },
  ],
  [
    'filters of their own for both roles',
    ({ producer, consumerRows }) => {
      [TEAM1, TEAM2].forEach((role, i) => {
        producer.filters.push(
          filter('patients', `own${i}`, ['city'], `patient_id > ${i}`),
        );
        consumerRows.push(
          row(role, onFilter('patients', `own${i}`), ['SELECT']),
        );
      });
    },
  ],
  [
    'columns granted to all principals',
    ({ consumerRows }) => {
      consumerRows.push(
        row(`${C}:IAMPrincipals`, onColumns('patients', ['city']), ['SELECT']),
      );
    },
  ],
  [
    'all tables',
    ({ producerRows }) => {
      producerRows.push(row(TEAM2, onAllTables(), ['SELECT'], SHARED));
    },
  ],
  [
    'tags',
    ({ producer, producerRows }) => {
      producer.databases[0].lfTags = [
        { key: 'a', values: ['1'], source: 'database' },
      ];
      producerRows.push(row(TEAM2, onTags({ a: ['1'] }), ['SELECT'], SHARED));
    },
  ],
  [
    'an organization',
    ({ producerRows, consumerRows }) => {
      producerRows.push(
        row(
          `arn:aws:organizations::${P}:organization/o-1`,
          onAllTables(),
          ['SELECT'],
          SHARED,
        ),
      );
      consumerRows.push(row(TEAM2, onTable('patients'), ['SELECT']));
    },
  ],
];
