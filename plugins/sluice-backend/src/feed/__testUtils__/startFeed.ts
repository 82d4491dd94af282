import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { SluiceApi } from '@sluice/plugin-sluice-common';
import { startSluice } from '../../__testUtils__/startSluice';

/** The plugin, and its catalog feed read as the catalog reads it. */
export async function startFeed(options: Parameters<typeof startSluice>[0]) {
  const sluice = await startSluice(options);
  const read = async (limit = 500) => {
    const items: Entity[] = [];
    const pages: SluiceApi.CatalogFeed[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await sluice.get(
        'service',
        `/catalog-feed?limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`,
      );
      pages.push(body);
      items.push(...body.items);
      cursor = body.nextCursor;
    } while (cursor);
    const { revision, complete } = pages[0];
    const refs = items.map(item => stringifyEntityRef(item));
    return { items, pages, refs, revision, complete };
  };
  return { ...sluice, read };
}

/** The entity of this kind and name. */
export function find(items: Entity[], kind: string, name: string): Entity {
  return items.find(item => item.kind === kind && item.metadata.name === name)!;
}
