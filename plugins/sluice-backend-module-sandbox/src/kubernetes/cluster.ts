import { randomUUID } from 'crypto';
import { KubernetesObject, labelSelector } from './objects';
import { apiVersionOf, RESOURCE_TYPES, ResourceType } from './resourceTypes';
import { KubernetesError } from './status';

const NAMESPACES = RESOURCE_TYPES.find(type => type.name === 'namespaces')!;
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
/** RBAC names may hold colons (`system:node`): they are path segments, not DNS names. */
const PATH_SEGMENT = /^[^/%]+$/;
const SYSTEM_NAMESPACES = ['default', 'kube-system', 'kube-public'];

/** Where an object is: its type, its namespace when it has one, its name. */
export interface ObjectAddress {
  type: ResourceType;
  namespace?: string;
  name: string;
}

/** Who a role binding can name. */
export interface Subject {
  kind: 'User' | 'Group' | 'ServiceAccount';
  name: string;
}

/**
 * The objects of one Kubernetes cluster. Objects are validated as far as names
 * and namespaces go; nothing runs in it, and every caller is an administrator.
 */
export class KubernetesCluster {
  private readonly objects = new Map<string, KubernetesObject>();
  private revision = 0;

  constructor(private readonly now: () => Date = () => new Date()) {
    for (const name of SYSTEM_NAMESPACES) {
      this.create(NAMESPACES, undefined, { metadata: { name } });
    }
  }

  /** @throws KubernetesError `AlreadyExists`, `Invalid`, or `NotFound` for the namespace. */
  create(
    type: ResourceType,
    namespace: string | undefined,
    object: KubernetesObject,
  ): KubernetesObject {
    const metadata = { ...object.metadata };
    if (!metadata.name && metadata.generateName) {
      metadata.name = `${metadata.generateName}${randomUUID().slice(0, 5)}`;
    }
    const name = metadata.name ?? '';
    this.checkName(type, name);
    if (type.namespaced) this.checkNamespace(namespace, metadata.namespace);
    const address = { type, namespace, name };
    if (this.objects.has(keyOf(address))) {
      throw new KubernetesError(
        'AlreadyExists',
        `${qualifiedName(type)} "${name}" already exists`,
        { name, group: type.group, kind: type.name },
      );
    }
    return this.put(address, {
      ...object,
      metadata: {
        ...metadata,
        uid: randomUUID(),
        generation: 1,
        creationTimestamp: this.now()
          .toISOString()
          .replace(/\.\d+Z$/, 'Z'),
      },
    });
  }

  /** @throws KubernetesError `NotFound`. */
  get(address: ObjectAddress): KubernetesObject {
    const object = this.objects.get(keyOf(address));
    if (!object) throw notFound(address);
    return object;
  }

  /** Objects of a type in name order; without a namespace, those of all namespaces. */
  list(
    type: ResourceType,
    options: {
      namespace?: string;
      labelSelector?: string;
      fieldSelector?: string;
    } = {},
  ): KubernetesObject[] {
    const prefix = `${type.group}/${type.name}/${
      options.namespace === undefined ? '' : `${options.namespace}/`
    }`;
    const matches = labelSelector(options.labelSelector ?? '');
    const name = /(?:^|,)metadata\.name==?([^,]+)/.exec(
      options.fieldSelector ?? '',
    )?.[1];
    return [...this.objects]
      .filter(
        ([key, object]) =>
          key.startsWith(prefix) &&
          matches(object.metadata?.labels ?? {}) &&
          (name === undefined || object.metadata?.name === name),
      )
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, object]) => object);
  }

  /** @throws KubernetesError `NotFound`, or `Conflict` when the object moved on. */
  replace(address: ObjectAddress, object: KubernetesObject): KubernetesObject {
    const current = this.get(address);
    const expected = object.metadata?.resourceVersion;
    if (expected && expected !== current.metadata?.resourceVersion) {
      throw new KubernetesError(
        'Conflict',
        `Operation cannot be fulfilled on ${qualifiedName(address.type)} "${
          address.name
        }": the object has been modified; please apply your changes to the latest version and try again`,
        { name: address.name, group: address.type.group },
      );
    }
    return this.put(address, {
      ...object,
      metadata: {
        ...object.metadata,
        name: address.name,
        uid: current.metadata?.uid,
        creationTimestamp: current.metadata?.creationTimestamp,
        generation: (current.metadata?.generation ?? 0) + 1,
      },
    });
  }

  /** Deleting a namespace deletes what is in it. @throws KubernetesError `NotFound`. */
  delete(address: ObjectAddress): KubernetesObject {
    const object = this.get(address);
    this.objects.delete(keyOf(address));
    if (address.type === NAMESPACES) {
      for (const [key, inside] of [...this.objects]) {
        if (inside.metadata?.namespace === address.name) {
          this.objects.delete(key);
        }
      }
    }
    return object;
  }

  hasNamespace(name: string): boolean {
    return this.objects.has(keyOf({ type: NAMESPACES, name }));
  }

  /** Whether some role binding of the namespace names the subject; rules are not evaluated. */
  isBoundIn(namespace: string, subject: Subject): boolean {
    const bindings = RESOURCE_TYPES.find(type => type.name === 'rolebindings')!;
    return this.list(bindings, { namespace }).some(binding =>
      ((binding.subjects ?? []) as Subject[]).some(
        bound => bound.kind === subject.kind && bound.name === subject.name,
      ),
    );
  }

  private put(
    address: ObjectAddress,
    object: KubernetesObject,
  ): KubernetesObject {
    this.revision += 1;
    const stored: KubernetesObject = {
      ...object,
      apiVersion: apiVersionOf(address.type),
      kind: address.type.kind,
      metadata: {
        ...object.metadata,
        ...(address.namespace && { namespace: address.namespace }),
        resourceVersion: String(this.revision),
        ...(address.type === NAMESPACES && {
          labels: {
            'kubernetes.io/metadata.name': address.name,
            ...object.metadata?.labels,
          },
        }),
      },
      ...(address.type === NAMESPACES && {
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      }),
    };
    this.objects.set(keyOf(address), stored);
    return stored;
  }

  private checkName(type: ResourceType, name: string) {
    const rbac = type.group === 'rbac.authorization.k8s.io';
    const label = type === NAMESPACES || type.name === 'services';
    const pattern = label ? DNS_LABEL : DNS_SUBDOMAIN;
    const valid =
      name.length <= (label ? 63 : 253) &&
      (rbac ? PATH_SEGMENT : pattern).test(name);
    if (!valid) {
      throw new KubernetesError(
        'Invalid',
        `${
          type.kind
        } "${name}" is invalid: metadata.name: Invalid value: "${name}": a lowercase RFC 1123 ${
          label ? 'label' : 'subdomain'
        } must consist of lower case alphanumeric characters${
          label ? '' : ", '.'"
        } or '-', and must start and end with an alphanumeric character`,
        { name, group: type.group, kind: type.kind },
      );
    }
  }

  private checkNamespace(namespace: string | undefined, own?: string) {
    if (own && own !== namespace) {
      throw new KubernetesError(
        'BadRequest',
        `the namespace of the provided object does not match the namespace sent on the request`,
      );
    }
    if (!namespace || !this.hasNamespace(namespace)) {
      throw notFound({ type: NAMESPACES, name: namespace ?? '' });
    }
  }
}

function keyOf({ type, namespace, name }: ObjectAddress): string {
  return [type.group, type.name, ...(namespace ? [namespace] : []), name].join(
    '/',
  );
}

function qualifiedName(type: ResourceType): string {
  return type.group ? `${type.name}.${type.group}` : type.name;
}

function notFound({ type, name }: ObjectAddress): KubernetesError {
  return new KubernetesError(
    'NotFound',
    `${qualifiedName(type)} "${name}" not found`,
    { name, group: type.group, kind: type.name },
  );
}
