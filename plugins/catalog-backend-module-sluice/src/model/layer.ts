import { createCatalogModelLayer } from '@backstage/catalog-model/alpha';
import type { CatalogModelLayer } from '@backstage/catalog-model/alpha';
import { addAccessGrantKind } from './accessGrant';
import { addAnnotations } from './annotations';
import { addDataProductKind } from './dataProduct';

/**
 * What Sluice adds to the catalog's model: the kinds `DataProduct` and
 * `AccessGrant`, their relations, and the annotations of `sluice.io`.
 * @public
 */
export const sluiceCatalogModelLayer: CatalogModelLayer =
  createCatalogModelLayer({
    layerId: 'sluice.io/entity-model',
    builder(model) {
      addDataProductKind(model);
      addAccessGrantKind(model);
      addAnnotations(model);
    },
  });
