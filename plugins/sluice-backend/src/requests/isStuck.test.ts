import { TestDatabases } from '@backstage/backend-test-utils';
import { RequestEvent } from '@sluice/plugin-sluice-common';
import {
  ASKED,
  OFFICE,
  PATIENTS,
  PLATFORM,
  RECORDS,
  SENSITIVE,
  startRequestService,
  TEAM,
  userOf,
} from './__testUtils__/startRequestService';
import { isStuck } from './isStuck';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});

const submitted: RequestEvent = { type: 'submitted', steps: [] };
const escalated: RequestEvent = { type: 'escalated', to: [PLATFORM] };
const PRIVACY_OF = (approvers: string[]) => ({
  sensitive: [
    { title: 'Privacy', approvers, classifications: ['pii'], quorum: 1 },
  ],
});

describe('isStuck', () => {
  const stuck = async (options: {
    owners?: string[];
    policy?: Parameters<typeof startRequestService>[0]['policy'];
    events?: RequestEvent[];
    asked?: typeof ASKED;
    approvedBy?: 'priya';
  }) => {
    const { owners = [RECORDS], events = [submitted], asked } = options;
    const frame = await startRequestService({
      knex: await databases.init('SQLITE_3'),
      policy: options.policy,
    });
    frame.world.owners[PATIENTS] = owners;
    const told = await frame.tell(events, asked);
    const request = options.approvedBy
      ? await frame.approve(told, options.approvedBy)
      : told;
    return isStuck(request, frame);
  };

  it.each<[string, Parameters<typeof stuck>[0], boolean]>([
    ['with owners', {}, false],
    ['with an owner who is named', { owners: [userOf('priya')] }, false],
    ['without an owner', { owners: [] }, true],
    ['with an owner who left', { owners: ['user:default/gone'] }, true],
    ['with a group that is empty', { owners: ['group:default/empty'] }, true],
    ['with owners of the team alone', { owners: [TEAM] }, true],
    [
      'with the asker and one of the team as owners',
      { owners: [userOf('asker'), userOf('both')] },
      true,
    ],
    ['as a draft', { owners: [], events: [] }, false],
    [
      'with as many owners as are needed',
      { policy: { ownerQuorum: 2 } },
      false,
    ],
    ['with too few owners', { policy: { ownerQuorum: 3 } }, true],
    [
      'with enough, of whom one has decided',
      { policy: { ownerQuorum: 2 }, approvedBy: 'priya' },
      false,
    ],
    [
      'with too few for what is left',
      { policy: { ownerQuorum: 3 }, approvedBy: 'priya' },
      true,
    ],
    [
      'with nobody for a later stage, which does not wait yet',
      { policy: PRIVACY_OF(['group:default/empty']), asked: SENSITIVE },
      false,
    ],
    [
      'with nobody for a later stage that waits',
      {
        policy: PRIVACY_OF(['group:default/empty']),
        asked: SENSITIVE,
        approvedBy: 'priya',
      },
      true,
    ],
    [
      'without an owner, once it was escalated',
      { owners: [], events: [submitted, escalated] },
      false,
    ],
    [
      'once it was escalated to nobody but the team',
      {
        owners: [],
        events: [submitted, escalated],
        policy: { escalation: { afterMinutes: 1, to: [TEAM] } },
      },
      true,
    ],
    ['with other owners since', { owners: [OFFICE] }, false],
  ])('a request %s: %#', async (_, options, expected) => {
    expect(await stuck(options)).toBe(expected);
  });
});
