import { RawPermission } from '../permissions';
import {
  Expected,
  ExpectedReason,
  answerIn,
  expectation,
  prepared,
} from './__testUtils__/situations';
import { select } from './__testUtils__/questions';
import {
  C,
  P,
  SHARE,
  SHARED,
  TEAM1,
  TEAM2,
  World,
  emptyWorld,
  filter,
  onAllColumnsBut,
  onAllTables,
  onColumns,
  onFilter,
  onTable,
  row,
} from './__testUtils__/world';

// Across accounts (LF reference A8): shares and grants on.

type AcrossSituation = [
  name: string,
  owners: RawPermission[],
  readers: RawPermission[],
  read: Expected,
  reasons: ExpectedReason[],
  problem?: string,
];

const whole = onTable('patients');
const some = onColumns('patients', ['city', 'state']);
const ssn = onColumns('patients', ['ssn']);
const ORGANIZATION = 'arn:aws:organizations::111122223333:organization/o-1';
const UNIT = 'arn:aws:organizations::111122223333:ou/o-1/ou-1';
const shared = (resource: object = whole, principal = C) =>
  row(principal, resource, ['SELECT'], SHARED);
const grantable = (resource: object = whole) =>
  row(C, resource, ['SELECT'], {
    ...SHARED,
    PermissionsWithGrantOption: ['SELECT'],
  });
const on = (resource: object = whole, principal = TEAM1) =>
  select(resource, principal);
const describes = (resource: object) => row(TEAM1, resource, ['DESCRIBE']);
const BOTH = ['accountShare supports #0', 'grant supports #1'];

const SHARES: AcrossSituation[] = [
  [
    'A8.1 shared only',
    [shared()],
    [],
    'none',
    ['accountShare supports #0', 'missing prevents'],
  ],
  [
    'A8.1 directly to the role',
    [shared(whole, TEAM1)],
    [],
    'all',
    ['grant supports #0'],
  ],
  [
    'A8.1 to another role',
    [shared(whole, TEAM2)],
    [],
    'none',
    ['missing prevents'],
  ],
  [
    'A8.1 some directly to the role, some to its account',
    [shared(some, TEAM1), shared(ssn)],
    [on()],
    ['city', 'state', 'ssn'],
    ['columnGrant limits #0', 'accountShare limits #1', 'grant supports #2'],
  ],
  [
    'A8.3 granted on only',
    [],
    [on()],
    'none',
    ['grant supports #0', 'missing prevents'],
  ],
  ['A8.3 both', [shared()], [on()], 'all', BOTH],
  [
    'A8.3 less shared',
    [shared(some)],
    [on()],
    ['city', 'state'],
    ['accountShare limits #0', 'grant supports #1'],
  ],
  [
    'A8.3 less granted on',
    [shared()],
    [on(some)],
    ['city', 'state'],
    ['accountShare supports #0', 'columnGrant limits #1'],
  ],
  [
    'A8.3 nothing in common',
    [shared(some)],
    [on(ssn)],
    'none',
    ['accountShare limits #0', 'columnGrant limits #1', 'missing prevents'],
  ],
  [
    'A8.3 exclude lists meet',
    [shared(onAllColumnsBut('patients', ['ssn']))],
    [on(onColumns('patients', ['ssn', 'city']))],
    ['city'],
    ['accountShare limits #0', 'columnGrant limits #1'],
  ],
  ['A8.3 all tables shared', [shared(onAllTables())], [on()], 'all', BOTH],
  [
    'A8.3 DESCRIBE shared',
    [row(C, whole, ['DESCRIBE'], SHARED)],
    [on()],
    'none',
    ['accountShare informs #0', 'grant supports #1', 'missing prevents'],
  ],
  [
    'A8.3 a filter of the owner',
    [shared(onFilter('patients', 'texas'))],
    [on()],
    ['city', 'state'],
    ['accountShare limits #0', 'grant supports #1'],
  ],
  [
    'A4 an organization',
    [shared(whole, ORGANIZATION)],
    [on()],
    'unknown',
    ['grant supports #1'],
    'organization o-1',
  ],
  [
    'A4 an organizational unit',
    [shared(whole, UNIT)],
    [on()],
    'unknown',
    ['grant supports #1'],
    'organizational unit ou-1',
  ],
  [
    'A4 an organization, not granted on',
    [shared(whole, ORGANIZATION)],
    [],
    'none',
    ['missing prevents'],
  ],
];

const GRANTS_ON: AcrossSituation[] = [
  ['A8.3 with the grant option', [grantable()], [on()], 'all', BOTH],
  [
    // It is needed to grant on, not to go on reading by what was granted.
    'A8.3 the grant option taken since',
    [shared()],
    [on()],
    'all',
    BOTH,
  ],
  [
    'A8.3 the share narrowed since',
    [grantable(some)],
    [on()],
    ['city', 'state'],
    ['accountShare limits #0', 'grant supports #1'],
  ],
  [
    'A8.3 granted on to another role',
    [grantable()],
    [on(whole, TEAM2)],
    'none',
    ['accountShare supports #0', 'missing prevents'],
  ],
  [
    'A8.3 DESCRIBE granted on',
    [shared()],
    [describes(whole)],
    'none',
    ['accountShare supports #0', 'grant informs #1', 'missing prevents'],
  ],
  [
    'A8.3 to every principal of the account',
    [shared()],
    [on(whole, `${C}:IAMPrincipals`)],
    'all',
    ['accountShare supports #0', 'allIamPrincipals supports #1'],
  ],
  [
    'A8.3 all tables granted on',
    [shared(some)],
    [on(onAllTables())],
    ['city', 'state'],
    ['accountShare limits #0', 'allTablesGrant supports #1'],
  ],
  [
    'A5 all columns granted on of what is shared of some',
    [grantable(some)],
    [on(onAllColumnsBut('patients', []))],
    ['city', 'state'],
    ['accountShare limits #0', 'grant supports #1'],
  ],
  [
    "A6.7 the reader's own filter on what is shared in rows",
    [grantable(onFilter('patients', 'allColumns'))],
    [on(onFilter('patients', 'houston'))],
    { city: "state = 'Texas' and city = 'Houston'" },
    ['accountShare limits #0', 'dataCellsFilter limits #1'],
  ],
];

function worldOf(owners: RawPermission[], readers: RawPermission[]): World {
  const world = prepared(emptyWorld());
  world.producerRows = owners;
  world.consumerRows = readers;
  world.consumer.filters = [
    filter('patients', 'houston', ['city'], "city = 'Houston'"),
  ];
  return world;
}

describe('across accounts', () => {
  it.each([...SHARES, ...GRANTS_ON])(
    '%s',
    (...[, owners, readers, read, reasons, problem]) => {
      expect(answerIn(worldOf(owners, readers), TEAM1, read)).toEqual(
        expectation(read, reasons, problem),
      );
    },
  );

  it.each<[string, Expected, string[]]>([
    ['PENDING', 'none', ['ramInvitation prevents #0', 'missing prevents']],
    ['REJECTED', 'none', ['ramInvitation prevents #0', 'missing prevents']],
    ['EXPIRED', 'none', ['ramInvitation prevents #0', 'missing prevents']],
    ['ACCEPTED', 'all', ['accountShare supports #0']],
    ['absent', 'unknown', ['ramInvitation informs #0']],
  ])('A8.2 an invitation that is %s', (status, read, reasons) => {
    const world = worldOf([shared()], [on()]);
    world.consumer.shares = [];
    world.consumer.invitations =
      status === 'absent'
        ? []
        : [
            {
              arn: 'i',
              shareArn: SHARE,
              senderAccountId: P,
              receiverAccountId: C,
              status: status as 'PENDING',
            },
          ];
    expect(answerIn(world, TEAM1, read)).toEqual(
      expectation(read, [...reasons, 'grant supports #1']),
    );
  });

  it('A8.2 nothing to accept within one organization', () => {
    const world = worldOf([shared()], [on()]);
    world.consumer.invitations = [];
    expect(answerIn(world, TEAM1, 'all')).toEqual(expectation('all', BOTH));
  });
});
