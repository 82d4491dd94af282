import { parseEntityRef } from '@backstage/catalog-model';
import type { CatalogApi } from '@backstage/plugin-catalog-react';
import type { EntityFilterQuery } from '@backstage/catalog-client';
import type { DataProductEntityV1alpha1 } from '@sluice/plugin-sluice-common';

/** What a person asks of the index of data products. */
export interface DataProductFilter {
  domain?: string;
  owner?: string;
  tag?: string;
  /** Entity refs that are left; undefined: all of them. */
  only?: string[];
}

/**
 * Catalog filters for a choice of facets. Namespaces are told apart: two
 * products of one name are two products.
 */
function toCatalogFilter(filter: DataProductFilter): EntityFilterQuery {
  const common = {
    kind: 'DataProduct',
    ...(filter.domain && { 'spec.domain': filter.domain }),
    ...(filter.owner && { 'relations.ownedBy': filter.owner }),
    ...(filter.tag && { 'metadata.tags': filter.tag }),
  };
  if (!filter.only) return common;
  const byNamespace = new Map<string, string[]>();
  for (const ref of filter.only) {
    const { namespace, name } = parseEntityRef(ref);
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), name]);
  }
  return [...byNamespace].map(([namespace, names]) => ({
    ...common,
    'metadata.namespace': namespace,
    'metadata.name': names,
  }));
}

/** One page of data products, asked of the catalog. */
export async function queryDataProducts(
  catalog: CatalogApi,
  request: {
    filter: DataProductFilter;
    search: string;
    offset: number;
    limit: number;
  },
): Promise<{ items: DataProductEntityV1alpha1[]; total: number }> {
  // The catalog reads an empty list of names as no filter at all.
  if (request.filter.only?.length === 0) return { items: [], total: 0 };
  const { items, totalItems } = await catalog.queryEntities({
    filter: toCatalogFilter(request.filter),
    fullTextFilter: request.search
      ? {
          term: request.search,
          fields: [
            'metadata.name',
            'metadata.title',
            'metadata.description',
            'spec.purpose',
            'metadata.tags',
          ],
        }
      : undefined,
    orderFields: [{ field: 'metadata.title', order: 'asc' }],
    offset: request.offset,
    limit: request.limit,
  });
  return { items: items as DataProductEntityV1alpha1[], total: totalItems };
}

/** Values to filter by, of those that some data product has. */
export async function dataProductFacets(
  catalog: CatalogApi,
): Promise<{ domains: string[]; owners: string[]; tags: string[] }> {
  const { facets } = await catalog.getEntityFacets({
    filter: { kind: 'DataProduct' },
    facets: ['spec.domain', 'relations.ownedBy', 'metadata.tags'],
  });
  const values = (facet: string) =>
    (facets[facet] ?? []).map(({ value }) => value).sort();
  return {
    domains: values('spec.domain'),
    owners: values('relations.ownedBy'),
    tags: values('metadata.tags'),
  };
}
