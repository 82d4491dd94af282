import {
  CompoundEntityRef,
  DEFAULT_NAMESPACE,
  Entity,
  getCompoundEntityRef,
  parseEntityRef,
  RELATION_DEPENDENCY_OF,
  RELATION_DEPENDS_ON,
  RELATION_HAS_PART,
  RELATION_PART_OF,
} from '@backstage/catalog-model';
import {
  CatalogProcessor,
  CatalogProcessorEmit,
  processingResult,
} from '@backstage/plugin-catalog-node';
import type { LocationSpec } from '@backstage/plugin-catalog-common';
import {
  AccessGrantEntityV1alpha1,
  DataProductEntityV1alpha1,
  isAccessGrantEntity,
  isDataProductEntity,
} from '@sluice/plugin-sluice-common';
import {
  RELATION_ACCESSIBLE_TO,
  RELATION_APPROVED_BY,
  RELATION_APPROVER_OF,
  RELATION_HAS_ACCESS_TO,
} from '../model/relations';

/**
 * Emits the relations that the model layer cannot: it reads a relation from a
 * string or a list of strings, but the ports of a data product and the agreements
 * of a grant are objects, and a team's access to a table depends on the level of
 * the grant.
 */
export class SluiceRelationsProcessor implements CatalogProcessor {
  getProcessorName(): string {
    return 'SluiceRelationsProcessor';
  }

  async postProcessEntity(
    entity: Entity,
    _location: LocationSpec,
    emit: CatalogProcessorEmit,
  ): Promise<Entity> {
    if (isDataProductEntity(entity)) emitPorts(entity, emit);
    if (isAccessGrantEntity(entity)) {
      emitAccess(entity, emit);
      emitApprovers(entity, emit);
    }
    return entity;
  }
}

function emitPorts(
  product: DataProductEntityV1alpha1,
  emit: CatalogProcessorEmit,
): void {
  const self = getCompoundEntityRef(product);
  const parse = (ref: string) =>
    parseEntityRef(ref, {
      defaultKind: 'Resource',
      defaultNamespace: self.namespace,
    });
  for (const { tables } of product.spec.outputPorts) {
    for (const table of tables) {
      emitPair(emit, self, RELATION_HAS_PART, parse(table), RELATION_PART_OF);
    }
  }
  for (const { source } of product.spec.inputPorts ?? []) {
    if (!source) continue;
    emitPair(
      emit,
      self,
      RELATION_DEPENDS_ON,
      parse(source),
      RELATION_DEPENDENCY_OF,
    );
  }
}

function emitAccess(
  grant: AccessGrantEntityV1alpha1,
  emit: CatalogProcessorEmit,
): void {
  // Unknown access is not access: the relation says what is certain.
  if (grant.spec.level !== 'full' && grant.spec.level !== 'partial') return;
  const team = parseEntityRef(grant.spec.team, {
    defaultKind: 'Group',
    defaultNamespace: DEFAULT_NAMESPACE,
  });
  const table = parseEntityRef(grant.spec.table, {
    defaultKind: 'Resource',
    defaultNamespace: grant.metadata.namespace,
  });
  emitPair(emit, team, RELATION_HAS_ACCESS_TO, table, RELATION_ACCESSIBLE_TO);
}

function emitApprovers(
  grant: AccessGrantEntityV1alpha1,
  emit: CatalogProcessorEmit,
): void {
  const self = getCompoundEntityRef(grant);
  const { agreements = [] } = grant.spec;
  for (const ref of new Set(agreements.flatMap(each => each.approvedBy))) {
    const approver = parseEntityRef(ref, {
      defaultKind: 'User',
      defaultNamespace: DEFAULT_NAMESPACE,
    });
    emitPair(emit, self, RELATION_APPROVED_BY, approver, RELATION_APPROVER_OF);
  }
}

function emitPair(
  emit: CatalogProcessorEmit,
  source: CompoundEntityRef,
  type: string,
  target: CompoundEntityRef,
  reverseType: string,
): void {
  emit(processingResult.relation({ source, type, target }));
  emit(
    processingResult.relation({
      source: target,
      type: reverseType,
      target: source,
    }),
  );
}
