import { compileCatalogModel } from '@backstage/catalog-model/alpha';
import { CatalogModelSources } from '@backstage/catalog-model/alpha';
import { sluiceCatalogModelLayer } from './layer';

async function compile() {
  const { value } = await CatalogModelSources.static([sluiceCatalogModelLayer])
    .read({ signal: new AbortController().signal })
    .next();
  return compileCatalogModel(value!.data.map(({ layer }) => layer));
}

describe('sluiceCatalogModelLayer', () => {
  it('adds its kinds to those of Backstage', async () => {
    const kinds = (await compile()).listKinds().map(({ names }) => names.kind);
    expect(kinds).toEqual(
      expect.arrayContaining([
        'AccessGrant',
        'Component',
        'DataProduct',
        'Group',
        'Resource',
      ]),
    );
  });

  it.each([
    ['DataProduct', 'ownedBy', 'ownerOf', 'owned by', 'owner of'],
    ['DataProduct', 'partOf', 'hasPart', 'part of', 'has part'],
    ['DataProduct', 'dependsOn', 'dependencyOf', 'depends on', 'dependency of'],
    ['Resource', 'partOf', 'hasPart', 'part of', 'has part'],
    ['AccessGrant', 'ownedBy', 'ownerOf', 'owned by', 'owner of'],
    ['AccessGrant', 'grantsTo', 'hasGrant', 'grants to', 'has grant'],
    [
      'AccessGrant',
      'grantsOn',
      'accessGrantedBy',
      'grants on',
      'access granted by',
    ],
    [
      'AccessGrant',
      'grantedThrough',
      'providesAccessVia',
      'granted through',
      'provides access via',
    ],
    ['AccessGrant', 'approvedBy', 'approverOf', 'approved by', 'approver of'],
    ['Group', 'hasAccessTo', 'accessibleTo', 'has access to', 'accessible to'],
  ])(
    'pairs %s –%s→ with %s',
    async (kind, forward, reverse, title, reverseTitle) => {
      const model = await compile();
      expect(model.getRelations({ kind })).toContainEqual(
        expect.objectContaining({
          forward: { type: forward, title },
          reverse: { type: reverse, title: reverseTitle },
        }),
      );
    },
  );

  it('declares the annotations of sluice.io', async () => {
    const { annotations } = (await compile()).getMetadata();
    expect(
      annotations.filter(({ name }) => name.startsWith('sluice.io/')),
    ).toHaveLength(9);
  });
});
