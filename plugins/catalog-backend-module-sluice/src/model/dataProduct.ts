import {
  RELATION_DEPENDENCY_OF,
  RELATION_DEPENDS_ON,
  RELATION_HAS_PART,
  RELATION_OWNED_BY,
  RELATION_OWNER_OF,
  RELATION_PART_OF,
} from '@backstage/catalog-model';
import type { CatalogModelLayerBuilder } from '@backstage/catalog-model/alpha';
import { dataProductSpecSchema } from '@sluice/plugin-sluice-common';
import { entitySchemaOf } from './specSchema';

/** The kind `DataProduct`. Relations of its ports come from the SluiceRelationsProcessor. */
export function addDataProductKind(model: CatalogModelLayerBuilder): void {
  model.addKind({
    group: 'sluice.io',
    names: {
      kind: 'DataProduct',
      singular: 'data product',
      plural: 'data products',
    },
    description:
      'One or more tables that one group owns and serves to others, with what they are for, what they are not fit for, and on which terms.',
    versions: [
      {
        name: 'v1alpha1',
        relationFields: [
          {
            selector: { path: 'spec.owner' },
            relation: RELATION_OWNED_BY,
            defaultKind: 'Group',
            defaultNamespace: 'inherit',
            allowedKinds: ['Group', 'User'],
          },
          {
            selector: { path: 'spec.domain' },
            relation: RELATION_PART_OF,
            defaultKind: 'Domain',
            defaultNamespace: 'inherit',
            allowedKinds: ['Domain'],
          },
          {
            selector: { path: 'spec.system' },
            relation: RELATION_PART_OF,
            defaultKind: 'System',
            defaultNamespace: 'inherit',
            allowedKinds: ['System'],
          },
        ],
        schema: entitySchemaOf(dataProductSpecSchema),
      },
    ],
  });
  model.updateRelationPair({
    fromKind: 'DataProduct',
    toKind: ['Group', 'User'],
    forward: { type: RELATION_OWNED_BY },
    reverse: { type: RELATION_OWNER_OF },
  });
  model.updateRelationPair({
    fromKind: 'DataProduct',
    toKind: ['Domain', 'System'],
    forward: { type: RELATION_PART_OF },
    reverse: { type: RELATION_HAS_PART },
  });
  model.updateRelationPair({
    fromKind: 'Resource',
    toKind: 'DataProduct',
    forward: { type: RELATION_PART_OF },
    reverse: { type: RELATION_HAS_PART },
  });
  model.updateRelationPair({
    fromKind: 'DataProduct',
    toKind: ['API', 'Component', 'DataProduct', 'Resource'],
    forward: { type: RELATION_DEPENDS_ON },
    reverse: { type: RELATION_DEPENDENCY_OF },
  });
}
