import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { attestationOf, TableExpectation } from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { DatabaseObservationStore } from '../store';
import { AttestationStore } from './AttestationStore';
import { Reverification } from './Reverification';
import { verification } from './__testUtils__/verification';

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.parse('2026-06-05T12:00:00.000Z');
const teamRef = (name: string) => `group:default/${name}`;
const TABLE = { name: 't' } as TableExpectation;

describe.each(databases.eachSupportedId())(
  'verification by schedule on %s',
  databaseId => {
    let knex: Knex;
    let now: number;
    let attempts: string[];
    let started: string[];
    beforeEach(async () => {
      knex = await databases.init(databaseId);
      await DatabaseObservationStore.create(mockServices.database({ knex }));
      now = NOW;
      attempts = [];
      started = [];
    });

    const insertRun = (run: ReturnType<typeof verification>) =>
      knex('job_runs')
        .insert({
          run_id: run.id,
          team_ref: run.team,
          request_key: run.requestKey,
          kind: run.kind,
          state: run.state,
          document: JSON.stringify({ run }),
          requested_at: run.requestedAt,
        })
        .onConflict(['team_ref', 'request_key'])
        .ignore();
    const reverification = (
      names: string[],
      runsPerDay = 10,
      more: {
        missing?: Record<string, string[]>;
        tables?: Record<string, TableExpectation[]>;
      } = {},
    ) => {
      const teams = names.map(name => ({
        entityRef: teamRef(name),
        title: name,
        roleArn: `arn:aws:iam::444455556666:role/${name}`,
      }));
      return new Reverification({
        config: { everyMs: 7 * DAY_MS, runsPerDay },
        knex,
        store: new AttestationStore(knex),
        access: {
          current: async () =>
            ({
              teams: [...teams, { entityRef: teamRef('none'), title: 'none' }],
              findTeam: (ref: string) =>
                teams.find(({ entityRef }) => entityRef === ref),
            } as any),
        },
        expectations: {
          of: async team => more.tables?.[team] ?? [TABLE],
        },
        starter: {
          missingOf: async team => more.missing?.[team] ?? [],
          start: async ({ team, requestKey }) => {
            attempts.push(team);
            if (team === teamRef('broken')) throw new Error('no cluster');
            const run = verification(team, [], {
              requestKey,
              origin: 'schedule',
              requestedAt: new Date(now).toISOString(),
            });
            await insertRun(run);
            started.push(team.split('/')[1]);
          },
        },
        clock: { now: () => new Date(now) },
        logger: mockServices.logger.mock(),
      });
    };
    const attested = (name: string, at: number) =>
      knex.transaction(tx =>
        new AttestationStore(knex).add(
          tx,
          attestationOf({
            ...verification(teamRef(name), []),
            runId: randomUUID(),
            attestedAt: new Date(at).toISOString(),
            expectations: [],
            problem: 'No.',
          }),
        ),
      );

    it('takes those that have waited longest, once in a period', async () => {
      await attested('b', NOW - 8 * DAY_MS);
      await attested('a', NOW - 9 * DAY_MS);
      await attested('fresh', NOW - 6 * DAY_MS);
      const all = reverification(['a', 'b', 'fresh', 'never']);
      await all.pass();
      expect(started).toEqual(['never', 'a', 'b']);
      await Promise.all([all.pass(), all.pass()]);
      expect(started).toHaveLength(3);
      now += 7 * DAY_MS;
      await all.pass();
      expect(started.slice(3).sort()).toEqual(['a', 'b', 'fresh', 'never']);
    });

    it('starts no more in a day than the budget has, across restarts', async () => {
      const names = ['a', 'b', 'c'];
      // What a person starts does not count.
      await insertRun(
        verification(teamRef('x'), [], {
          requestedAt: new Date(NOW - HOUR_MS).toISOString(),
        }),
      );
      await reverification(names, 2).pass();
      await reverification(names, 2).pass();
      expect(started).toEqual(['a', 'b']);
      now += DAY_MS + HOUR_MS;
      await reverification(names, 2).pass();
      expect(started).toEqual(['a', 'b', 'c']);
    });

    it('does not try again at the begin of a period what was tried at the end of one', async () => {
      const all = reverification(['a']);
      now = Math.ceil(NOW / (7 * DAY_MS)) * 7 * DAY_MS - HOUR_MS;
      await all.pass();
      now += 2 * HOUR_MS;
      await all.pass();
      expect(started).toEqual(['a']);
    });

    it('passes over who cannot run, has nothing to verify, or fails', async () => {
      await reverification(['broken', 'empty', 'late', 'doubtful', 'able'], 1, {
        missing: { [teamRef('late')]: ['There is no virtual cluster.'] },
        tables: {
          [teamRef('empty')]: [],
          [teamRef('doubtful')]: [{ ...TABLE, doubt: 'Not read.' }],
        },
      }).pass();
      expect(started).toEqual(['able']);
      expect(attempts).toEqual([teamRef('broken'), teamRef('able')]);
    });

    it('tells when a team is due', async () => {
      await attested('a', NOW - DAY_MS);
      const all = reverification(['a', 'b']);
      const due = async (name: string) => all.nextAt(teamRef(name));
      expect(await due('a')).toBe(new Date(NOW + 6 * DAY_MS).toISOString());
      expect(await due('b')).toBe(new Date(NOW).toISOString());
      expect(await due('none')).toBeUndefined();
      await all.pass();
      expect(Date.parse((await due('b'))!)).toBeGreaterThan(NOW);
    });
  },
);
