import path from 'node:path';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { eventually, startCatalog } from './__testUtils__/startCatalog';

const ALL_YAML = path.resolve(__dirname, '../../../catalog/all.yaml');

describe('the demo organization in catalog/', () => {
  jest.setTimeout(30_000);

  it('is accepted as it is written, and refers to nothing that is missing', async () => {
    const { backend, getEntities } = await startCatalog({
      catalogConfig: {
        locations: [{ type: 'file', target: ALL_YAML }],
        rules: [
          { allow: ['Domain', 'Group', 'User', 'DataProduct', 'Location'] },
        ],
      },
    });
    const countByKind = async () => {
      const counts: Record<string, number> = {};
      for (const { kind } of await getEntities()) {
        counts[kind] = (counts[kind] ?? 0) + 1;
      }
      return counts;
    };
    await eventually(async () =>
      expect(await countByKind()).toMatchObject({
        DataProduct: 4,
        Domain: 2,
        Group: 14,
        User: 14,
      }),
    );

    // Tables come from the accounts, not from YAML.
    const dangling = async () => {
      const entities = await getEntities();
      const known = new Set(entities.map(entity => stringifyEntityRef(entity)));
      return entities
        .flatMap(({ relations = [] }) => relations)
        .map(({ targetRef }) => targetRef)
        .filter(ref => !known.has(ref) && !ref.startsWith('resource:'));
    };
    await eventually(async () => {
      expect(await dangling()).toEqual([]);
      const members = (await getEntities()).filter(({ relations = [] }) =>
        relations.some(({ type }) => type === 'memberOf'),
      );
      expect(members).toHaveLength(14);
    });
    await backend.stop();
  });
});
