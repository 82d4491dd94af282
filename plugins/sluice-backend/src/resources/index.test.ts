import { resourceTypes } from '.';

const TYPES = Object.entries(resourceTypes);

describe('resourceTypes', () => {
  it.each(TYPES)(
    '%s says in whole sentences what it takes to undo',
    (_, type) => {
      expect(type.undo).toMatch(/^[A-Z].{20,}\.$/);
    },
  );

  it.each(TYPES)(
    '%s names actions as IAM does, each once',
    (_, { actions }) => {
      for (const list of [actions.read, actions.write]) {
        expect(
          list.filter(action => !/^[a-z0-9-]+:[A-Z]\w+$/.test(action)),
        ).toEqual([]);
        expect(new Set(list).size).toBe(list.length);
      }
    },
  );

  it.each(TYPES)('%s changes nothing by reading', (_, { actions }) => {
    const changes = actions.read.filter(
      action => !/:(Get|List|Describe)/.test(action),
    );
    expect(changes).toEqual([]);
  });

  it('are one document where they are the settings of Lake Formation', () => {
    const writers = TYPES.filter(([, { actions }]) =>
      actions.write.includes('lakeformation:PutDataLakeSettings'),
    );
    expect(writers.map(([name]) => name).sort()).toEqual([
      'authorizedSessionTag',
      'crossAccountVersion',
      'dataLakeAdministrator',
      'externalDataFiltering',
      'noDefaultIamAllowedPrincipals',
    ]);
    for (const [, type] of writers) {
      const documentOf = type.documentOf as (wanted: object) => string;
      expect(documentOf({})).toBe('lakeFormationSettings');
    }
  });
});
