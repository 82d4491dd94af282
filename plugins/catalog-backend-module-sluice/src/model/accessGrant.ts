import { RELATION_OWNED_BY, RELATION_OWNER_OF } from '@backstage/catalog-model';
import type { CatalogModelLayerBuilder } from '@backstage/catalog-model/alpha';
import { accessGrantSpecSchema } from '@sluice/plugin-sluice-common';
import {
  RELATION_ACCESS_GRANTED_BY,
  RELATION_ACCESSIBLE_TO,
  RELATION_APPROVED_BY,
  RELATION_APPROVER_OF,
  RELATION_GRANTED_THROUGH,
  RELATION_GRANTS_ON,
  RELATION_GRANTS_TO,
  RELATION_HAS_ACCESS_TO,
  RELATION_HAS_GRANT,
  RELATION_PROVIDES_ACCESS_VIA,
} from './relations';
import { entitySchemaOf } from './specSchema';

/**
 * The kind `AccessGrant`. Both the team that has a grant and the owner of the
 * product it is on own it, so that ownership conditions of permission policies
 * (`isEntityOwner`) let either see it.
 */
export function addAccessGrantKind(model: CatalogModelLayerBuilder): void {
  model.addKind({
    group: 'sluice.io',
    names: {
      kind: 'AccessGrant',
      singular: 'access grant',
      plural: 'access grants',
    },
    description:
      'What one team may read of one table: columns, rows, and how sure that is. Realised by any number of Lake Formation permissions.',
    versions: [
      {
        name: 'v1alpha1',
        relationFields: [
          {
            selector: { path: 'spec.team' },
            relation: RELATION_GRANTS_TO,
            defaultKind: 'Group',
            defaultNamespace: 'default',
            allowedKinds: ['Group'],
          },
          {
            selector: { path: 'spec.table' },
            relation: RELATION_GRANTS_ON,
            defaultKind: 'Resource',
            defaultNamespace: 'inherit',
            allowedKinds: ['Resource'],
          },
          {
            selector: { path: 'spec.product' },
            relation: RELATION_GRANTED_THROUGH,
            defaultKind: 'DataProduct',
            defaultNamespace: 'default',
            allowedKinds: ['DataProduct'],
          },
          {
            selector: { path: 'spec.team' },
            relation: RELATION_OWNED_BY,
            defaultKind: 'Group',
            defaultNamespace: 'default',
            allowedKinds: ['Group'],
          },
          {
            selector: { path: 'spec.owners' },
            relation: RELATION_OWNED_BY,
            defaultKind: 'Group',
            defaultNamespace: 'default',
            allowedKinds: ['Group', 'User'],
          },
        ],
        schema: entitySchemaOf(accessGrantSpecSchema),
      },
    ],
  });
  model.updateRelationPair({
    fromKind: 'AccessGrant',
    toKind: ['Group', 'User'],
    forward: { type: RELATION_OWNED_BY },
    reverse: { type: RELATION_OWNER_OF },
  });
  model.addRelationPair({
    fromKind: 'AccessGrant',
    toKind: 'Group',
    description: 'The team whose access a grant describes.',
    forward: { type: RELATION_GRANTS_TO, title: 'grants to' },
    reverse: { type: RELATION_HAS_GRANT, title: 'has grant' },
  });
  model.addRelationPair({
    fromKind: 'AccessGrant',
    toKind: 'Resource',
    description: 'The table that a grant is on.',
    forward: { type: RELATION_GRANTS_ON, title: 'grants on' },
    reverse: { type: RELATION_ACCESS_GRANTED_BY, title: 'access granted by' },
  });
  model.addRelationPair({
    fromKind: 'AccessGrant',
    toKind: 'DataProduct',
    description: 'The data product through which a table is served.',
    forward: { type: RELATION_GRANTED_THROUGH, title: 'granted through' },
    reverse: {
      type: RELATION_PROVIDES_ACCESS_VIA,
      title: 'provides access via',
    },
  });
  model.addRelationPair({
    fromKind: 'AccessGrant',
    toKind: 'User',
    description: 'Who approved an agreement that a grant rests on.',
    forward: { type: RELATION_APPROVED_BY, title: 'approved by' },
    reverse: { type: RELATION_APPROVER_OF, title: 'approver of' },
  });
  model.addRelationPair({
    fromKind: 'Group',
    toKind: 'Resource',
    description: 'A team can read something of a table.',
    forward: { type: RELATION_HAS_ACCESS_TO, title: 'has access to' },
    reverse: { type: RELATION_ACCESSIBLE_TO, title: 'accessible to' },
  });
}
