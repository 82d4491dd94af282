import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { ConflictError } from '@backstage/errors';
import type { SluiceApiService } from '@sluice/plugin-sluice-node';

/** The most that the API serves at once. */
const PAGE_SIZE = 500;

/** A feed that changes while it is read is read anew, this often at most. */
const MAX_ATTEMPTS = 3;

/** Everything that Sluice has for the catalog, as of one revision. */
export interface CatalogFeedContent {
  revision: string;
  /** Whether the feed names all there is, so that what is missing is gone. */
  complete: boolean;
  entities: Entity[];
}

/**
 * Reads the whole feed, all pages of one revision.
 *
 * @param options.isKnown - given revision and completeness of the first page,
 *   whether the rest need not be read
 * @returns undefined when the first page is known
 * @throws ConflictError when the feed keeps changing while it is read
 */
export async function readCatalogFeed(options: {
  api: Pick<SluiceApiService, 'getCatalogFeed'>;
  credentials: BackstageCredentials;
  isKnown(feed: { revision: string; complete: boolean }): boolean;
}): Promise<CatalogFeedContent | undefined> {
  const { api, credentials, isKnown } = options;
  const readPage = (cursor?: string) =>
    api.getCatalogFeed({ limit: PAGE_SIZE, cursor }, { credentials });

  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    let page = await readPage();
    const { revision, complete } = page;
    if (isKnown({ revision, complete })) return undefined;

    const entities = [...page.items] as Entity[];
    while (page.nextCursor && page.revision === revision) {
      page = await readPage(page.nextCursor);
      entities.push(...(page.items as Entity[]));
    }
    if (page.revision === revision) return { revision, complete, entities };
  }
  throw new ConflictError(
    `The catalog feed of Sluice changed ${MAX_ATTEMPTS} times while it was read; the next run tries again`,
  );
}
