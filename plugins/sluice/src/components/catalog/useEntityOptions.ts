import type { EntityFilterQuery } from '@backstage/catalog-client';
import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

/** Enough to look through; others are found by name. */
const MAX_OPTIONS = 100;

/** Without a new letter for this long, the server is asked. */
export const SEARCH_PAUSE_MS = 250;

const NAME_FIELDS = [
  'kind',
  'metadata.namespace',
  'metadata.name',
  'metadata.title',
  'spec.profile.displayName',
];

/** Something to choose, such as an entity by its entity ref. */
export interface EntityOption {
  id: string;
  label: string;
}

/**
 * Entities of the catalog to choose from, by name.
 *
 * @param text - of their names, as somebody types it; absent means all
 */
export function useEntityOptions(filter: EntityFilterQuery, text?: string) {
  const catalog = useApi(catalogApiRef);
  return useQuery({
    queryKey: ['entity-options', filter, text],
    queryFn: async (): Promise<EntityOption[]> => {
      const { items } = await catalog.queryEntities({
        filter,
        fields: NAME_FIELDS,
        orderFields: [{ field: 'metadata.name', order: 'asc' }],
        limit: MAX_OPTIONS,
        ...(text && {
          fullTextFilter: {
            term: text,
            fields: [
              'metadata.name',
              'metadata.title',
              'spec.profile.displayName',
            ],
          },
        }),
      });
      return items.map(entity => ({
        id: stringifyEntityRef(entity),
        label: labelOf(entity),
      }));
    },
    staleTime: 60_000,
    // A list that goes away with each letter cannot be chosen from.
    placeholderData: keepPreviousData,
  });
}

function labelOf({ metadata, spec }: Entity): string {
  const profile = spec?.profile as { displayName?: string } | undefined;
  return metadata.title ?? profile?.displayName ?? metadata.name;
}
