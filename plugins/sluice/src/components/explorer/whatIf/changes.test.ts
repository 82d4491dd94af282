import type { HypotheticalChange } from '@sluice/plugin-sluice-common';
import { patients } from '../../../__testUtils__/fakeSluiceApi';
import { changesIn, linkOf, Tried } from './changesIn';
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

  const cells = {
    kind: 'cells' as const,
    table: ref,
    columns: { kind: 'all' as const },
  };
  const filter = {
    kind: 'setFilter' as const,
    table: ref,
    name: 'f',
    columns: cells.columns,
  };
  const grant = {
    kind: 'grant' as const,
    accountId: catalogId,
    principal: '444455556666',
    permissions: ['SELECT' as const],
  };
  const SECRET = { rowFilter: "patient_name = 'Ada'" };

  it.each<[string, string | undefined, Tried | undefined]>([
    ['none', undefined, { changes: [], lacking: [] }],
    ['one', JSON.stringify([change]), { changes: [change], lacking: [] }],
    [
      'one without its row filter',
      JSON.stringify([change, { ...filter, rowFilter: null }]),
      { changes: [change, filter], lacking: [1] },
    ],
    [
      'one whose row filter is no text',
      JSON.stringify([{ ...filter, rowFilter: 7 }]),
      undefined,
    ],
    ['what is cut off', JSON.stringify([change]).slice(0, -3), undefined],
    ['what is no list', '{}', undefined],
    ['a list of nothing', '[null]', undefined],
    [
      'one that is not known beside one that is',
      JSON.stringify([change, { kind: 'deleteAll' }]),
      undefined,
    ],
  ])('are read: %s', (_, json, tried) => {
    expect(changesIn(json)).toEqual(tried);
  });

  it.each<[string, HypotheticalChange, HypotheticalChange, number[]]>([
    ['a filter', { ...filter, ...SECRET }, filter, [0]],
    [
      'a grant on cells',
      { ...grant, on: { ...cells, ...SECRET } },
      { ...grant, on: cells },
      [0],
    ],
    [
      'a grant on all rows',
      { ...grant, on: cells },
      { ...grant, on: cells },
      [],
    ],
    ['a tag', change, change, []],
  ])(
    'have all but the row filter, and say so: %s',
    (_, written, arrived, lacking) => {
      const link = linkOf({ changes: [written], lacking: [] });
      expect(link).not.toContain('Ada');
      const tried = { changes: [arrived], lacking };
      expect(changesIn(link)).toEqual(tried);
      // Sent on as it came, it lacks what it lacked.
      expect(changesIn(linkOf(tried))).toEqual(tried);
    },
  );
});
