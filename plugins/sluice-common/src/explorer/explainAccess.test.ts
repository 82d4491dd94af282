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
