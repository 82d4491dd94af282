import type { HypotheticalChange } from '@sluice/plugin-sluice-common';
import { patients } from '../../../__testUtils__/fakeSluiceApi';
import { changesIn } from './changesIn';
import { changeText } from './changeText';
import { changesOf, Draft, EMPTY_DRAFT } from './draft';

const { ref } = patients;
const { region, catalogId, databaseName } = ref;
const database = { region, catalogId, databaseName };

const known = (accountId: string): Partial<Draft> => ({
  known: { principal: `arn:aws:iam::${accountId}:role/team1`, accountId },
});
const ABROAD = known('444455556666');
const AT_HOME = known(catalogId);

const textsOf = (draft: Partial<Draft>) =>
  changesOf({ ...EMPTY_DRAFT, ...draft }, patients).map(changeText);

describe('a draft', () => {
  it.each<[string, Partial<Draft>, string[]]>([
    ['a grant to nobody', {}, []],
    [
      'a grant within the account',
      AT_HOME,
      [
        `In account ${catalogId}, grant SELECT on healthcare_db.patients to team1`,
      ],
    ],
    [
      'a grant across accounts, in both',
      ABROAD,
      [
        `In account ${catalogId}, grant SELECT on healthcare_db.patients to account 444455556666`,
        'In account 444455556666, grant SELECT on healthcare_db.patients to team1',
      ],
    ],
    ['cells without a column', { ...AT_HOME, on: 'cells' }, []],
    [
      'cells',
      { ...AT_HOME, on: 'cells', columns: ['city'], rowFilter: " city = 'X' " },
      [
        `In account ${catalogId}, grant SELECT on the columns city, rows where city = 'X' of healthcare_db.patients to team1`,
      ],
    ],
    ['tags without a value', { ...AT_HOME, on: 'lfTags', key: 'pii' }, []],
    [
      'tags',
      { ...AT_HOME, on: 'lfTags', key: 'pii', value: 'no, ,some' },
      [
        `In account ${catalogId}, grant SELECT on tables tagged pii=no|some to team1`,
      ],
    ],
    [
      'all columns of a filter, as a wildcard',
      {
        kind: 'setFilter',
        name: 'f',
        columns: patients.columns.map(({ name }) => name),
      },
      ['Let the data filter f of healthcare_db.patients through all columns'],
    ],
    ['a filter without a name', { kind: 'setFilter', columns: ['city'] }, []],
    [
      'a tag on a column that is not chosen',
      { kind: 'setTag', tagOn: 'column', key: 'a', value: 'b' },
      [],
    ],
    [
      'a tag of the database',
      { kind: 'removeTag', tagOn: 'database', key: 'a' },
      ['Take the LF-Tag a from the database healthcare_db'],
    ],
    ['an opt-in of nobody', { kind: 'optIn' }, []],
    [
      'an opt-out',
      { kind: 'optOut', ...ABROAD },
      ['Opt team1 out on healthcare_db.patients'],
    ],
    [
      'a registration',
      { kind: 'registerLocation', mode: 'hybrid' },
      ['Register the location of healthcare_db.patients in hybrid mode'],
    ],
  ])('says %s', (_, draft, texts) => {
    expect(textsOf(draft)).toEqual(texts);
  });
});

describe('changes in a link', () => {
  const change: HypotheticalChange = {
    kind: 'setTag',
    on: database,
    key: 'pii',
    value: 'no',
  };

  it.each<[string, string | undefined, HypotheticalChange[] | undefined]>([
    ['none', undefined, []],
    ['one', JSON.stringify([change]), [change]],
    ['what is cut off', JSON.stringify([change]).slice(0, -3), undefined],
    ['what is no list', '{}', undefined],
    [
      'one that is not known beside one that is',
      JSON.stringify([change, { kind: 'deleteAll' }]),
      undefined,
    ],
  ])('are read: %s', (_, json, changes) => {
    expect(changesIn(json)).toEqual(changes);
  });
});
