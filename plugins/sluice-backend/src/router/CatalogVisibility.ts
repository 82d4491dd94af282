import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';

/**
 * Keeps what the catalog hides from a caller hidden here too. An entity that
 * the catalog does not have, such as a table it was not told of yet, is not
 * hidden.
 */
export class CatalogVisibility {
  constructor(
    private readonly options: { catalog: CatalogService; auth: AuthService },
  ) {}

  /** Those of the entity refs that the caller may not see. */
  async hiddenFrom(
    credentials: BackstageCredentials,
    entityRefs: string[],
  ): Promise<Set<string>> {
    const { auth } = this.options;
    const refs = [...new Set(entityRefs)];
    if (refs.length === 0 || auth.isPrincipal(credentials, 'service')) {
      return new Set();
    }
    const unseen = await this.absent(credentials, refs);
    if (unseen.length === 0) return new Set();
    const nonexistent = new Set(
      await this.absent(await auth.getOwnServiceCredentials(), unseen),
    );
    return new Set(unseen.filter(ref => !nonexistent.has(ref)));
  }

  private async absent(
    credentials: BackstageCredentials,
    entityRefs: string[],
  ): Promise<string[]> {
    const { items } = await this.options.catalog.getEntitiesByRefs(
      { entityRefs, fields: ['kind', 'metadata.namespace', 'metadata.name'] },
      { credentials },
    );
    return entityRefs.filter((_, index) => !items[index]);
  }
}
