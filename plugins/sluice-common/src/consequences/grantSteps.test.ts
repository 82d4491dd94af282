import { AccountObservation } from '../accessModel';
import {
  filter,
  observe,
  onFilter,
  P,
  row,
  seedWorld,
  tableRef,
  TEAM2,
  World,
} from '../effectiveAccess/__testUtils__/world';
import { desired, DesiredResource } from '../resources';
import { grantSteps } from './grantSteps';

const ownFilter = (columns: string[], rowFilter?: string) =>
  desired('dataCellsFilter', {
    account: 'healthcare-producer',
    properties: {
      catalogId: P,
      database: 'healthcare_db',
      table: 'patients',
      name: 'own',
      columns,
      ...(rowFilter && { rowFilter }),
    },
    why: '',
  });

const select = (grantable: 'SELECT'[] = []) =>
  desired('lakeFormationPermission', {
    account: 'healthcare-producer',
    properties: {
      principal: TEAM2,
      resource: {
        kind: 'dataCellsFilter',
        catalogId: P,
        databaseName: 'healthcare_db',
        tableName: 'patients',
        filterName: 'own',
      },
      permissions: ['SELECT'],
      grantable,
    },
    why: '',
  });

const link = (name: string, table: string) =>
  desired('resourceLink', {
    account: 'healthcare-consumer',
    properties: {
      database: 'consumer_healthcare_db',
      name,
      target: { catalogId: P, database: 'healthcare_db', table },
    },
    why: '',
  });

const shares = desired('acceptedShare', {
  account: 'healthcare-consumer',
  properties: { senderAccountId: P },
  why: '',
});

/** The seed, in which the team has a filter of its own. */
function observed(change: (world: World) => void = () => {}) {
  const world = seedWorld();
  world.producer.filters.push(
    filter('patients', 'own', ['city', 'state'], "state = 'Texas'"),
    { ...filter('claims', 'own', ['claim_id']), table: tableRef('claims') },
  );
  world.producerRows.push(row(TEAM2, onFilter('patients', 'own'), ['SELECT']));
  change(world);
  return observe(world);
}

const actions = (
  resource: DesiredResource,
  observations: AccountObservation[],
) => [
  ...grantSteps({
    wanted: [resource],
    unwanted: [],
    observed: observations,
  }).map(({ action }) => action),
  ...grantSteps({
    wanted: [],
    unwanted: [resource],
    observed: observations,
  }).map(({ action }) => action),
];

it.each<[string, DesiredResource, AccountObservation[], string, string]>([
  [
    'the filter as it is, its columns in another order',
    ownFilter(['state', 'city'], "state = 'Texas'"),
    observed(),
    'none',
    'delete',
  ],
  [
    'fewer columns',
    ownFilter(['state'], "state = 'Texas'"),
    observed(),
    'update',
    'delete',
  ],
  [
    'as many other columns',
    ownFilter(['ssn', 'city'], "state = 'Texas'"),
    observed(),
    'update',
    'delete',
  ],
  ['all rows', ownFilter(['city', 'state']), observed(), 'update', 'delete'],
  [
    'a filter of another table only',
    ownFilter(['city']),
    observed(({ producer }) => {
      producer.filters = producer.filters.filter(
        ({ table }) => table.tableName === 'claims',
      );
    }),
    'create',
    'none',
  ],
  ['SELECT', select(), observed(), 'none', 'delete'],
  [
    'SELECT with grant option',
    select(['SELECT']),
    observed(),
    'update',
    'delete',
  ],
  [
    'SELECT that nobody granted',
    select(),
    observed(({ producerRows }) => producerRows.pop()),
    'create',
    'none',
  ],
  ['the link', link('rl_patients', 'patients'), observed(), 'none', 'delete'],
  [
    'the link to another table',
    link('rl_patients', 'claims'),
    observed(),
    'update',
    'delete',
  ],
  ['no such link', link('rl_visits', 'visits'), observed(), 'create', 'none'],
  ['accepted shares', shares, observed(), 'none', 'delete'],
  [
    'an invitation that waits',
    shares,
    observed(({ consumer }) => {
      consumer.invitations[0].status = 'PENDING';
    }),
    'update',
    'delete',
  ],
  [
    'an invitation of somebody else that waits',
    shares,
    observed(({ consumer }) => {
      Object.assign(consumer.invitations[0], {
        status: 'PENDING',
        senderAccountId: '777788889999',
      });
    }),
    'none',
    'delete',
  ],
  [
    'nothing to accept yet',
    shares,
    observed(({ consumer }) => {
      consumer.shares = [];
      consumer.invitations = [];
    }),
    'none',
    'none',
  ],
  [
    'an account that nobody read',
    select(),
    observed().slice(1),
    'create',
    'none',
  ],
])('%s', (_, resource, observations, wanted, unwanted) => {
  expect(actions(resource, observations)).toEqual([wanted, unwanted]);
});
