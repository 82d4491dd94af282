import { ask, cells, rowsOf, select } from './__testUtils__/questions';
import {
  C,
  CLAIMS,
  P,
  PATIENTS,
  SHARE,
  SHARED,
  TEAM1,
  TEAM2,
  emptyWorld,
  onAllTables,
  onColumns,
  onLink,
  onTable,
  row,
  seedWorld,
} from './__testUtils__/world';

describe('across accounts (A8)', () => {
  const both = [row(C, onTable('patients'), ['SELECT'], SHARED)];

  it('the account’s share alone gives its roles nothing', () => {
    const world = emptyWorld();
    world.producerRows = both;
    expect(ask(world, TEAM1).level).toBe('none');
  });

  it('the grant in the consumer alone gives nothing', () => {
    const world = emptyWorld();
    world.consumerRows = [select(onTable('patients'), TEAM1)];
    const access = ask(world, TEAM1);
    expect(access.level).toBe('none');
    expect(access.reasons.at(-1)!.text).toContain('no SELECT on patients');
  });

  it('a grant on the link grants nothing on its target', () => {
    const world = emptyWorld();
    world.producerRows = both;
    world.consumerRows = [
      row(TEAM1, onLink('rl_patients'), ['DESCRIBE', 'DROP']),
    ];
    expect(ask(world, TEAM1).level).toBe('none');
  });

  it('the producer may grant to the role itself, without the account', () => {
    const world = emptyWorld();
    world.producerRows = [row(TEAM1, onTable('patients'), ['SELECT'], SHARED)];
    world.consumerRows = [row(TEAM1, onLink('rl_patients'), ['DESCRIBE'])];
    expect(ask(world, TEAM1)).toMatchObject({ level: 'full', warnings: [] });
    expect(ask(world, TEAM2).level).toBe('none');
  });

  it('what the role is granted directly adds to what comes by its account', () => {
    const world = seedWorld();
    world.producerRows.push(
      row(TEAM1, onColumns('patients', ['ssn']), ['SELECT'], SHARED),
    );
    const access = ask(world, TEAM1);
    expect(cells(access)).toMatchObject({
      ssn: 'all',
      city: "state in ('Texas', 'New York')",
    });
    expect(rowsOf(access)).toEqual({ kind: 'all' });
  });

  it('keeps of other permissions those that both sides give', () => {
    const world = seedWorld();
    world.consumerRows.push(row(TEAM1, onTable('claims'), ['INSERT']));
    expect(ask(world, TEAM1, CLAIMS)).toMatchObject({
      otherPermissions: ['DESCRIBE'],
    });
  });

  it('the group of all principals of the account is granted on, too', () => {
    const world = emptyWorld();
    world.producerRows = both;
    world.consumerRows = [select(onAllTables(), `${C}:IAMPrincipals`)];
    expect(ask(world, TEAM2).level).toBe('full');
  });

  it('a share with an organization may or may not reach the account', () => {
    const world = emptyWorld();
    const organization = `arn:aws:organizations::${P}:organization/o-abc`;
    world.producerRows = [
      row(organization, onTable('patients'), ['SELECT'], SHARED),
    ];
    expect(ask(world, TEAM1).level).toBe('none');
    world.consumerRows = [select(onTable('patients'), TEAM1)];
    expect(ask(world, TEAM1)).toMatchObject({
      level: 'unknown',
      problems: [
        expect.stringContaining('shares patients with organization o-abc'),
      ],
    });
  });

  describe('resource shares', () => {
    it.each([
      ['PENDING', 'none', 'waits to be accepted'],
      ['REJECTED', 'none', 'was rejected'],
      ['EXPIRED', 'none', 'has expired'],
    ] as const)('%s invitation', (status, level, text) => {
      const world = seedWorld();
      world.consumer.shares = [];
      world.consumer.invitations[0].status = status;
      const access = ask(world, TEAM1);
      expect(access.level).toBe(level);
      expect(access.reasons[0]).toMatchObject({
        kind: 'ramInvitation',
        effect: 'prevents',
        text: expect.stringContaining(text),
      });
    });

    it('needs no invitation within an organization', () => {
      const world = seedWorld();
      world.consumer.invitations = [];
      expect(ask(world, TEAM1).level).toBe('partial');
    });

    it('is unknown when nothing is heard of the share', () => {
      const world = seedWorld();
      world.consumer.invitations = [];
      world.consumer.shares = [];
      expect(ask(world, TEAM1)).toMatchObject({
        level: 'unknown',
        problems: [expect.stringContaining('neither a resource share')],
      });
    });

    it('goes by the sender when the permission names no share', () => {
      const world = seedWorld();
      for (const each of world.producerRows) delete each.AdditionalDetails;
      expect(ask(world, TEAM1).level).toBe('partial');
    });

    it('does not take another sender’s share for it', () => {
      const world = seedWorld();
      world.consumer.invitations = [];
      world.consumer.shares[0].arn = `${SHARE}-of-another`;
      expect(ask(world, TEAM1).level).toBe('unknown');
    });
  });

  describe('resource links', () => {
    it('warns when there is none', () => {
      const world = seedWorld();
      world.consumer.links = [];
      expect(ask(world, TEAM1)).toMatchObject({
        level: 'partial',
        links: [],
        warnings: [expect.stringContaining('has no resource link to patients')],
      });
    });

    it('warns when the role may not use it', () => {
      const world = seedWorld();
      world.consumerRows = world.consumerRows.filter(
        each => each.Resource?.Table?.Name !== 'rl_patients',
      );
      expect(ask(world, TEAM1)).toMatchObject({
        level: 'partial',
        links: [],
        warnings: [
          expect.stringContaining(
            'no DESCRIBE on the resource link consumer_healthcare_db.rl_patients',
          ),
        ],
      });
    });

    it('finds the tables of a linked database', () => {
      const world = seedWorld();
      world.consumer.links = [];
      world.consumer.databases.push({
        region: PATIENTS.region,
        catalogId: C,
        databaseName: 'rl_healthcare',
        lfTags: [],
        target: { catalogId: P, databaseName: 'healthcare_db' },
      });
      world.consumerRows.push(
        row(
          TEAM1,
          {
            Table: {
              CatalogId: C,
              DatabaseName: 'rl_healthcare',
              Name: 'patients',
            },
          },
          ['DESCRIBE'],
        ),
      );
      const access = ask(world, TEAM1);
      expect(access).toHaveProperty('links', [
        {
          region: PATIENTS.region,
          catalogId: C,
          databaseName: 'rl_healthcare',
          tableName: 'patients',
        },
      ]);
      expect(access.warnings).toEqual([]);
    });
  });

  it('warns when engines of the account may not filter data (A10)', () => {
    const world = seedWorld();
    world.producer.settings!.externalDataFilteringAllowList = [];
    expect(ask(world, TEAM1).warnings).toEqual([
      expect.stringContaining(
        'does not let engines of account 444455556666 filter data',
      ),
    ]);
  });
});
