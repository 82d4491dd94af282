import { createAccessIndex } from '../effectiveAccess';
import { withDelta } from '../accessModel';
import {
  ANALYST,
  C,
  P,
  PATIENTS,
  TEAM1,
  TEAM2,
  World,
  filter,
  observe,
  onColumns,
  onFilter,
  onTable,
  onTags,
  row,
  seedWorld,
} from '../effectiveAccess/__testUtils__/world';
import { select, within } from '../effectiveAccess/__testUtils__/questions';
import { explainAccess } from './explainAccess';

const explain = (
  world: World,
  principal: string,
  column?: string,
  names?: Parameters<typeof explainAccess>[2],
) =>
  explainAccess(
    createAccessIndex(observe(world)),
    { principal, table: PATIENTS, column },
    names,
  );

describe('explainAccess', () => {
  it('leads from the table over both accounts to the team', () => {
    const { ways, nodes, edges } = explain(seedWorld(), TEAM1, undefined, {
      teams: [{ entityRef: 'group:default/t1', title: 'T1', principal: TEAM1 }],
      people: { 'group:default/t1': ['Ann', 'Ben'] },
    });
    expect(ways).toHaveLength(1);
    expect(ways[0].steps.map(({ node }) => node.kind)).toEqual([
      'table',
      'account',
      'filter',
      'share',
      'account',
      'permission',
      'link',
      'principal',
    ]);
    expect(ways[0].columns).toHaveLength(8);
    expect(nodes.find(({ kind }) => kind === 'person')?.title).toBe('2 people');
    const ids = nodes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    edges.forEach(({ from, to }) => {
      expect(ids).toContain(from);
      expect(ids).toContain(to);
    });
  });

  it('says that a filter hides a column', () => {
    const { ways, blockedWays } = explain(seedWorld(), TEAM1, 'SSN');
    expect(ways).toEqual([]);
    expect(blockedWays[0].steps.at(-1)).toMatchObject({
      effect: 'prevents',
      text: 'This way does not include the column ssn.',
    });
  });

  it('says which half is missing across accounts', () => {
    const { ways, blockedWays, toAllow } = explain(seedWorld(), TEAM2);
    expect(ways).toEqual([]);
    expect(blockedWays[0].steps.at(-1)?.text).toContain(
      `Account ${C} grants role`,
    );
    expect(
      toAllow.map(({ changes }) => changes.map(({ kind }) => kind)),
    ).toEqual([['grant'], ['grant', 'acceptShare', 'grant']]);
  });

  it('says that DESCRIBE alone reads nothing', () => {
    const world = within([row(ANALYST, onTable('patients'), ['DESCRIBE'])]);
    const { blockedWays } = explain(world, ANALYST);
    expect(blockedWays[0].steps.map(({ effect }) => effect)).toEqual([
      'supports',
      'informs',
      'prevents',
    ]);
  });

  it.each<[string, World, string]>([
    [
      'beside a right to change the table',
      within([
        select(onColumns('patients', ['city'])),
        row(ANALYST, onTable('patients'), ['ALTER']),
      ]),
      'has no effect for role analyst, because it also holds ALTER; revoke one or the other',
    ],
    [
      'for want of an LF-Tag',
      within([select(onTags({ stage: ['prod', 'test'] }))]),
      'patients has no LF-Tag stage; with stage=prod the grant would reach it',
    ],
  ])('says what stops a grant %s', (_, world, text) => {
    const { blockedWays } = explain(world, ANALYST);
    expect(blockedWays[0].steps.at(-1)).toMatchObject({
      effect: 'prevents',
      text: expect.stringContaining(text),
    });
  });

  it('counts the ways that are stopped beyond a page of them', () => {
    const world = within(
      Array.from({ length: 30 }, (_, i) =>
        select(onTags({ stage: [`s${i}`] })),
      ),
    );
    const { blockedWays, blockedWaysLeftOut } = explain(world, ANALYST);
    expect(blockedWays).toHaveLength(20);
    expect(blockedWaysLeftOut).toBe(10);
  });

  it('explains within 50 ms among 20,000 permissions', () => {
    const stages = Array.from({ length: 20_000 }, (_, i) =>
      select(onTags({ stage: [`s${i}`] }), `${ANALYST}${i % 200}`),
    );
    const index = createAccessIndex(
      observe(within([...stages, select(onTags({ stage: ['x'] }))])),
    );
    // Time of the processor, so that a busy machine does not count.
    const times = Array.from({ length: 10 }, (_, i) => {
      const start = process.cpuUsage();
      explainAccess(index, { principal: `${ANALYST}${i}`, table: PATIENTS });
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });

  it('draws many permissions beside each other within a few dozen nodes', () => {
    const names = Array.from({ length: 60 }, (_, i) => `f${i}`);
    const world = within(
      names.map(name => select(onFilter('patients', name))),
      names.map((name, i) =>
        filter('patients', name, ['city'], `patient_id = ${i}`),
      ),
    );
    const { ways, nodes } = explain(world, ANALYST);
    expect(ways).toHaveLength(60);
    expect(nodes.length).toBeLessThan(36);
  });

  it.each<[string, World, string]>([
    ['across accounts', seedWorld(), TEAM1],
    ['in one account', within([select(onTable('patients'))]), ANALYST],
    [
      'by a group of all principals',
      within([select(onColumns('patients', ['city']), `${P}:IAMPrincipals`)]),
      ANALYST,
    ],
  ])('takes everything away %s', (_, world, principal) => {
    const revoked = explain(world, principal).toDisallow.flatMap(
      ({ changes }) => changes,
    );
    const after = observe(world).map(observation =>
      withDelta(observation, {
        accountName: observation.accountName,
        put: {},
        drop: {
          permissions: observation.permissions.filter(({ id }) =>
            revoked.some(
              change =>
                change.kind === 'revoke' &&
                change.accountId === observation.accountId &&
                change.permissionId === id,
            ),
          ),
        },
      }),
    );
    const { access, toDisallow } = explainAccess(createAccessIndex(after), {
      principal,
      table: PATIENTS,
    });
    expect(revoked.length).toBeGreaterThan(0);
    expect(access.level).toBe('none');
    expect(toDisallow).toEqual([]);
  });
});
