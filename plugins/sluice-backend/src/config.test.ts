import { mockServices } from '@backstage/backend-test-utils';
import { readSluiceConfig } from './config';

const read = (sluice: object) =>
  readSluiceConfig(
    mockServices.rootConfig({ data: { sluice: sluice as any } }),
  );

describe('readSluiceConfig', () => {
  it('has defaults for everything', () => {
    expect(readSluiceConfig(mockServices.rootConfig())).toEqual({
      observation: {
        schedule: expect.objectContaining({
          frequency: { minutes: 10 },
          scope: 'global',
        }),
        staleAfterMs: 3_600_000,
        concurrency: 8,
      },
      drift: { keepGoneForMs: 400 * 24 * 3_600_000 },
      defaultOwner: 'group:default/unknown',
      declarations: [],
    });
  });

  it('reads every key, and keeps to one observation at a time', () => {
    expect(
      read({
        observation: {
          schedule: {
            frequency: { minutes: 1 },
            timeout: { minutes: 2 },
            scope: 'local',
          },
          staleAfter: 'PT90S',
          concurrency: 2,
        },
        drift: { keepGoneFor: 'P1D' },
        catalog: { defaultOwner: 'platform' },
        declarations: [
          {
            kind: 'consumerTeam',
            team: 'group:default/care',
            account: 'analytics',
            jobExecutionRole: 'care_role',
          },
        ],
      }),
    ).toEqual({
      observation: {
        schedule: {
          frequency: { minutes: 1 },
          timeout: { minutes: 2 },
          scope: 'global',
        },
        staleAfterMs: 90_000,
        concurrency: 2,
      },
      drift: { keepGoneForMs: 24 * 3_600_000 },
      defaultOwner: 'group:default/platform',
      declarations: [
        expect.objectContaining({ jobExecutionRole: 'care_role', grants: [] }),
      ],
    });
  });

  it.each([
    [{ observation: { concurrency: 0 } }, /concurrency is 0/],
    [{ observation: { concurrency: 1.5 } }, /concurrency is 1.5/],
    [
      { drift: { keepGoneFor: { hours: 23 } } },
      /keepGoneFor .* at least a day/,
    ],
    [{ drift: { keepGoneFor: 'P-400D' } }, /keepGoneFor .* at least a day/],
    [{ drift: { keepGoneFor: 'a year' } }, /keepGoneFor/],
    [{ catalog: { defaultOwner: 'group:/' } }, /defaultOwner is 'group:\/'/],
    [{ observation: { schedule: { frequency: { minutes: 1 } } } }, /timeout/],
    [
      { declarations: [{ kind: 'consumerTeam', team: 'care' }] },
      /declarations is not valid(.|\n)*full entity ref/,
    ],
  ])('refuses %j', (sluice, text) => {
    expect(() => read(sluice)).toThrow(text);
  });
});
