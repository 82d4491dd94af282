import { createAccessIndex } from '../effectiveAccess';
import { select, within } from '../effectiveAccess/__testUtils__/questions';
import {
  ANALYST,
  C,
  P,
  PATIENTS,
  SHARED,
  TEAM1,
  World,
  emptyWorld,
  filter,
  observe,
  onColumns,
  onTable,
  onTags,
  row,
  seedWorld,
} from '../effectiveAccess/__testUtils__/world';
import { explainAccess } from './explainAccess';

const whole = onTable('patients');

function explain(world: World, principal = ANALYST, column?: string) {
  const index = createAccessIndex(observe(world));
  return explainAccess(index, { principal, table: PATIENTS, column });
}

/** The kinds of changes of each remedy, in their order. */
const kindsOf = (remedies: { changes: { kind: string }[] }[]) =>
  remedies.map(({ changes }) => changes.map(({ kind }) => kind).join(' '));

function tagged(expression: Record<string, string[]>): World {
  const world = within([select(onTags(expression))]);
  world.producer.tables[0].lfTags = [
    { key: 'domain', values: ['care'], source: 'table' },
  ];
  return world;
}

function across(change: (world: World) => void = () => {}): World {
  const world = emptyWorld();
  world.producerRows = [row(C, whole, ['SELECT'], SHARED)];
  world.consumerRows = [select(whole, TEAM1)];
  change(world);
  return world;
}

const texas = filter('patients', 'texas', ['city'], "state = 'Texas'");
const whatever = filter('patients', 'broken', ['gone'], 'nonsense(');

describe('what it would take to read', () => {
  it.each<[string, World, string, string[], string]>([
    ['nothing there', within([]), ANALYST, ['grant'], 'Grant role analyst'],
    [
      'a filter',
      within([], [whatever, texas]),
      ANALYST,
      ['grant', 'grant'],
      'through the data cells filter texas',
    ],
    [
      'a tag that is missing',
      tagged({ domain: ['care'], stage: ['prod'] }),
      ANALYST,
      ['setTag', 'grant'],
      'Put the LF-Tag stage=prod on patients',
    ],
    [
      'a tag of another value',
      tagged({ domain: ['billing'] }),
      ANALYST,
      ['setTag', 'grant'],
      'in place of care',
    ],
    [
      'two tags that are missing',
      tagged({ stage: ['prod'], kind: ['x'] }),
      ANALYST,
      ['grant'],
      'Grant role analyst',
    ],
    [
      'a filter that would have no effect beside ALTER',
      within([row(ANALYST, whole, ['ALTER'])], [texas]),
      ANALYST,
      ['grant'],
      'Grant role analyst',
    ],
    [
      'a share that is not granted on',
      across(world => {
        world.consumerRows = [];
      }),
      TEAM1,
      ['grant'],
      `in account ${C}`,
    ],
    [
      'a grant on without a share',
      across(world => {
        world.producerRows = [];
      }),
      TEAM1,
      ['grant acceptShare', 'grant acceptShare grant'],
      `Grant account ${C} SELECT`,
    ],
    [
      'an invitation that waits',
      across(({ consumer }) => {
        consumer.shares = [];
        consumer.invitations[0].status = 'PENDING';
      }),
      TEAM1,
      ['acceptShare', 'grant acceptShare grant'],
      'Accept the resource share',
    ],
    [
      'an invitation that was rejected',
      across(({ consumer }) => {
        consumer.shares = [];
        consumer.invitations[0].status = 'REJECTED';
      }),
      TEAM1,
      [''],
      'Grant again in account 111122223333',
    ],
    [
      'IAM decides',
      within([row('IAM_ALLOWED_PRINCIPALS', whole, ['ALL'])]),
      ANALYST,
      ['revoke grant'],
      'Revoke the permission of IAM_ALLOWED_PRINCIPALS',
    ],
    [
      'not opted in',
      across(({ producer }) => {
        producer.tables[0].registration = 'hybrid';
      }),
      TEAM1,
      ['optIn'],
      'Opt it in',
    ],
    [
      'not registered',
      across(({ producer }) => {
        producer.tables[0].registration = 'none';
      }),
      TEAM1,
      ['registerLocation'],
      'Register the location of patients',
    ],
    [
      'something that was not read',
      across(({ producer }) => {
        producer.failures = [{ part: 'permissions', message: 'denied' }];
      }),
      TEAM1,
      [''],
      'cannot be tried out',
    ],
  ])('%s', (_, world, principal, kinds, text) => {
    const { toAllow } = explain(world, principal);
    expect(kindsOf(toAllow)).toEqual(kinds);
    expect(toAllow[0].text).toContain(text);
  });

  it('offers for a column only what opens it', () => {
    const world = within([select(onColumns('patients', ['state']))], [texas]);
    expect(kindsOf(explain(world, ANALYST, 'city').toAllow)).toHaveLength(2);
    expect(kindsOf(explain(world, ANALYST, 'ssn').toAllow)).toHaveLength(1);
    expect(kindsOf(explain(world, ANALYST, 'state').toAllow)).toEqual([]);
  });

  it('grants more where a part is read', () => {
    expect(kindsOf(explain(seedWorld(), TEAM1).toAllow)).toEqual([
      'grant acceptShare grant',
    ]);
  });
});

describe('what it would take to read nothing', () => {
  it('takes what is not understood, and lets Lake Formation decide', () => {
    const world = within([
      select({ Volume: { Name: 'v' } }),
      row('IAM_ALLOWED_PRINCIPALS', whole, ['ALL']),
      select(whole, `${P}:IAMPrincipals`),
    ]);
    const { toDisallow } = explain(world);
    expect(kindsOf(toDisallow)).toEqual(['revoke', 'revoke', 'revoke']);
    expect(toDisallow.map(({ text }) => text).join('\n')).toMatch(
      /every principal of the account.*Volume.*IAM_ALLOWED_PRINCIPALS/s,
    );
  });

  it('says what stays unknown', () => {
    const world = across();
    world.producer.failures = [{ part: 'permissions', message: 'denied' }];
    expect(explain(world, TEAM1).toDisallow.at(-1)).toEqual({
      text: expect.stringMatching(/denied.*cannot be tried out/s),
      changes: [],
    });
  });
});
