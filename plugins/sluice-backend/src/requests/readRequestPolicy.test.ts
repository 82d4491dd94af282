import { ConfigReader } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readRequestPolicy } from './readRequestPolicy';

const DAY = 24 * 60;
const read = (requests: object, permission: object = {}) =>
  readRequestPolicy(
    new ConfigReader({ sluice: { requests, permission } as any }),
  );

describe('readRequestPolicy', () => {
  const defaults = {
    maxDurationMinutes: 365 * DAY,
    defaultDurationMinutes: 90 * DAY,
    ownerQuorum: 1,
    sensitive: [],
    remindBeforeMinutes: [14 * DAY, 3 * DAY, DAY],
    reviews: { answerWithinMinutes: 14 * DAY, unanswered: 'keep' },
    credentialLifetimeMinutes: 60,
  };

  it('has defaults for everything, and asks nobody further when it knows nobody', () => {
    expect(readRequestPolicy(new ConfigReader({}))).toEqual(defaults);
  });

  it('escalates to the platform engineers unless others, or nobody, are named', () => {
    const permission = { platformEngineers: ['platform'] };
    expect(read({}, permission).escalation).toEqual({
      afterMinutes: 3 * DAY,
      to: ['group:default/platform'],
    });
    const escalation = { after: { hours: 4 }, to: ['user:default/lena'] };
    expect(read({ escalation }, permission).escalation).toEqual({
      afterMinutes: 240,
      to: ['user:default/lena'],
    });
    expect(
      read({ escalation: { to: [] } }, permission).escalation,
    ).toBeUndefined();
  });

  it('reads every key', () => {
    expect(
      read({
        maxDuration: { days: 30 },
        defaultDuration: 'P7D',
        ownerQuorum: 2,
        sensitive: [
          {
            title: ' Privacy ',
            approvers: ['privacy', 'user:default/grace'],
            classifications: ['pii'],
            quorum: 2,
          },
        ],
        remindBefore: ['1 day', { days: 2 }, { hours: 24 }],
        reviews: {
          every: { days: 90 },
          answerWithin: '7 days',
          unanswered: 'revoke',
        },
        credentialLifetime: { hours: 12 },
      }),
    ).toEqual({
      maxDurationMinutes: 30 * DAY,
      defaultDurationMinutes: 7 * DAY,
      ownerQuorum: 2,
      sensitive: [
        {
          title: 'Privacy',
          approvers: ['group:default/privacy', 'user:default/grace'],
          classifications: ['pii'],
          quorum: 2,
        },
      ],
      remindBeforeMinutes: [2 * DAY, DAY],
      reviews: {
        everyMinutes: 90 * DAY,
        answerWithinMinutes: 7 * DAY,
        unanswered: 'revoke',
      },
      credentialLifetimeMinutes: 720,
    });
  });

  it('gives no longer by default than at most', () => {
    const policy = read({ maxDuration: { days: 30 } });
    expect(policy.defaultDurationMinutes).toBe(30 * DAY);
  });

  const rule = { title: 'A', approvers: ['a'], classifications: ['pii'] };

  it.each<[object, RegExp]>([
    [{ maxDuration: 'soon' }, /sluice\.requests\.maxDuration is no duration/],
    [{ maxDuration: { seconds: 90 } }, /maxDuration is 1.5 minutes/],
    [{ maxDuration: 3 }, /sluice\.requests\.maxDuration is no duration/],
    [
      { maxDuration: 'P1D', defaultDuration: 'P2D' },
      /defaultDuration is 2880 minutes, longer than sluice\.requests\.maxDuration/,
    ],
    [{ ownerQuorum: 0 }, /sluice\.requests\.ownerQuorum is 0/],
    [{ ownerQuorum: 1.5 }, /sluice\.requests\.ownerQuorum is 1.5/],
    [{ ownerQuorum: 'two' }, /requests\.ownerQuorum/],
    [{ sensitive: [{ ...rule, title: ' ' }] }, /sensitive\[0\]\.title/],
    [{ sensitive: [{ ...rule, approvers: [] }] }, /sensitive\[0\]\.approvers/],
    [
      { sensitive: [rule, { ...rule, title: 'B', approvers: ['a', ':/'] }] },
      /sluice\.requests\.sensitive\[1\]\.approvers\[1\] is ':\/'/,
    ],
    [
      { sensitive: [{ ...rule, classifications: [' '] }] },
      /sensitive\[0\]\.classifications/,
    ],
    [{ sensitive: [{ ...rule, quorum: -1 }] }, /sensitive\[0\]\.quorum is -1/],
    [{ sensitive: [rule, rule] }, /two entries with the title 'A'/],
    [{ escalation: { to: ['group:/'] } }, /escalation\.to\[0\]/],
    [{ remindBefore: { days: 1 } }, /remindBefore is no list/],
    [{ remindBefore: ['1 day', 'x'] }, /remindBefore\[1\] is no duration/],
    [{ remindBefore: [{ days: 0 }] }, /remindBefore\[0\] is 0 minutes/],
    [{ reviews: { every: 'x' } }, /sluice\.requests\.reviews\.every/],
    [{ reviews: { unanswered: 'ask' } }, /unanswered is 'ask'/],
    [{ credentialLifetime: 'PT0S' }, /credentialLifetime is 0 minutes/],
  ])('refuses %j', (requests, message) => {
    expect(() => read(requests)).toThrow(message);
  });

  it('refuses with an InputError', () => {
    expect(() => read({ maxDuration: 'soon' })).toThrow(InputError);
  });
});
