import {
  DriftWorld,
  driftWorld,
  inputOf,
} from '../drift/__testUtils__/driftWorld';
import {
  P,
  PATIENTS,
  SEED_FILTER,
  TEAM1,
  TEAM2,
  onTable,
  row,
} from '../effectiveAccess/__testUtils__/world';
import { StagesRequest, stagesOf } from './stagesOf';
import { declaredWorld, grantedWorld } from './worlds';

function stagesIn(
  change: (world: DriftWorld) => void = () => {},
  more: Partial<StagesRequest> = {},
) {
  const world = driftWorld();
  change(world);
  const { index, declared } = inputOf(world);
  return stagesOf({
    index,
    declaredWorld: declaredWorld(index, declared),
    grantedWorld: grantedWorld(index),
    principal: TEAM1,
    table: PATIENTS,
    declared: declared.filter(({ subject }) => subject.endsWith('care')),
    ...more,
  });
}

const levels = ({ stages }: ReturnType<typeof stagesIn>) =>
  [stages.declared, stages.granted, stages.effective].map(each => each.level);

describe('stagesOf', () => {
  it('says the same four times where all is as declared', () => {
    const { stages, differences } = stagesIn();
    expect(differences).toEqual([]);
    expect(stages.declared).toMatchObject({
      level: 'partial',
      rows: { kind: 'expression' },
      evidence: 'group:default/patients-care',
    });
    expect(stages.declared.columns).toHaveLength(8);
    expect(stages.effective.columns).not.toContain('ssn');
    expect(stages.observed.level).toBe('notProved');
  });

  it('says none for a team of which nothing is declared', () => {
    const result = stagesIn(undefined, { principal: TEAM2 });
    expect(levels(result)).toEqual(['none', 'none', 'none']);
    expect(result.differences).toEqual([]);
  });

  it.each<[string, (world: DriftWorld) => void, string[], string[]]>([
    [
      'a wider grant',
      world => {
        world.producerRows.push(row(TEAM1, onTable('patients'), ['SELECT']));
      },
      ['partial', 'full', 'full'],
      ['declared/granted'],
    ],
    [
      'other rows',
      world => {
        world.producer.filters = [
          {
            ...SEED_FILTER,
            rows: { kind: 'expression', expression: "state = 'Texas'" },
          },
        ];
      },
      ['partial', 'partial', 'partial'],
      ['declared/granted'],
    ],
    [
      'rows in other words, which is no difference',
      world => {
        world.producer.filters = [
          {
            ...SEED_FILTER,
            rows: {
              kind: 'expression',
              expression: "state = 'New York' or state = 'Texas'",
            },
          },
        ];
      },
      ['partial', 'partial', 'partial'],
      [],
    ],
    [
      'no link',
      world => {
        world.consumer.links = [];
      },
      ['partial', 'partial', 'none'],
      ['granted/effective'],
    ],
    [
      'no role',
      world => {
        world.consumer.roles = [];
      },
      ['partial', 'partial', 'none'],
      ['granted/effective'],
    ],
    [
      'an engine that is not let in',
      world => {
        world.producer.settings!.externalDataFilteringAllowList = [P];
      },
      ['partial', 'partial', 'none'],
      ['granted/effective'],
    ],
    [
      'an invitation that nobody accepted',
      world => {
        world.consumer.shares = [];
        world.consumer.invitations[0].status = 'PENDING';
      },
      ['partial', 'partial', 'none'],
      ['granted/effective'],
    ],
    [
      'a table left to IAM',
      world => {
        world.producerRows.push(
          row('IAM_ALLOWED_PRINCIPALS', onTable('patients'), ['ALL']),
        );
      },
      ['partial', 'partial', 'unknown'],
      ['granted/effective'],
    ],
    [
      'a location that is not registered',
      world => {
        world.producer.tables[0].registration = 'none';
      },
      ['partial', 'partial', 'unknown'],
      ['granted/effective'],
    ],
    [
      'permissions that were not read',
      world => {
        world.producer.failures = [{ part: 'permissions', message: 'denied' }];
      },
      ['partial', 'unknown', 'unknown'],
      ['declared/granted', 'granted/effective'],
    ],
  ])('tells %s', (_, change, expected, between) => {
    const result = stagesIn(change);
    expect(levels(result)).toEqual(expected);
    expect(result.differences.map(each => each.between.join('/'))).toEqual(
      between,
    );
  });

  it('compares with what a job has shown', () => {
    const proof = { ...stagesIn().stages.effective, text: 'proved' };
    expect(stagesIn(undefined, { proof }).differences).toEqual([]);
    const { differences } = stagesIn(undefined, {
      proof: { ...proof, columns: ['ssn'] },
    });
    expect(differences.map(each => each.between)).toEqual([
      ['effective', 'observed'],
    ]);
  });

  it('takes rows in other words for the same, and an older proof for what it was', () => {
    const proof = {
      ...stagesIn().stages.effective,
      rows: {
        kind: 'expression' as const,
        expression: "state = 'Texas' or state = 'New York'",
      },
      text: 'proved',
    };
    expect(stagesIn(undefined, { proof }).differences).toEqual([]);
    const widened = stagesIn(
      world => {
        world.producerRows.push(row(TEAM1, onTable('patients'), ['SELECT']));
      },
      { proof },
    );
    expect(widened.differences.map(each => each.between.join('/'))).toEqual([
      'declared/granted',
      'effective/observed',
    ]);
  });

  it.each(['declared', 'effective'] as const)(
    'says of a proof that failed how it is not as %s',
    differsFrom => {
      const text = 'The job read 12 rows, 4 of which the filter keeps away';
      const { stages, differences } = stagesIn(undefined, {
        proof: { level: 'partial', text, evidence: 'a1', differsFrom },
      });
      expect(stages.observed).toEqual({
        level: 'partial',
        text,
        evidence: 'a1',
      });
      expect(differences).toEqual([
        {
          between: [differsFrom, 'observed'],
          text: expect.stringContaining(`What a job observed: ${text}.`),
        },
      ]);
    },
  );

  it('compares nothing with what is not proved', () => {
    const text = 'proved on 2026-11-26 for an earlier grant; verify again';
    const { stages, differences } = stagesIn(undefined, {
      proof: { level: 'notProved', text },
    });
    expect(stages.observed.text).toBe(text);
    expect(differences).toEqual([]);
  });
});
