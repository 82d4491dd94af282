import { randomUUID } from 'crypto';
import { isDeepStrictEqual } from 'util';
import { checkName } from './objectNames';
import { KubernetesObject, labelSelector } from './objects';
import { apiVersionOf, RESOURCE_TYPES, ResourceType } from './resourceTypes';
import { KubernetesError } from './status';

const NAMESPACES = RESOURCE_TYPES.find(type => type.name === 'namespaces')!;
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
    checkName(type, name);
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
        creationTimestamp: this.timestamp(),
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

  /**
   * An object that is being deleted is gone when its last finalizer is taken off.
   *
   * @throws KubernetesError `NotFound`, `Conflict` when the object moved on, or
   * `Invalid` for what a binding binds to, which cannot be changed
   */
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
    if (!isDeepStrictEqual(object.roleRef, current.roleRef)) {
      const { group } = address.type;
      throw new KubernetesError(
        'Invalid',
        `${qualifiedName(address.type)} "${
          address.name
        }" is invalid: roleRef: Invalid value: cannot change roleRef`,
        { name: address.name, group, kind: address.type.kind },
      );
    }
    const replaced = this.put(address, {
      ...object,
      metadata: {
        ...object.metadata,
        name: address.name,
        uid: current.metadata?.uid,
        creationTimestamp: current.metadata?.creationTimestamp,
        deletionTimestamp: current.metadata?.deletionTimestamp,
        generation: (current.metadata?.generation ?? 0) + 1,
      },
    });
    if (isTerminating(replaced) && !hasFinalizers(replaced)) {
      this.objects.delete(keyOf(address));
    }
    return replaced;
  }

  /**
   * Deleting a namespace deletes what is in it. What has finalizers stays until
   * they are taken off; a namespace is `Terminating` meanwhile.
   *
   * @throws KubernetesError `NotFound`
   */
  delete(address: ObjectAddress): KubernetesObject {
    const object = this.get(address);
    if (hasFinalizers(object)) {
      this.put(address, {
        ...object,
        metadata: {
          ...object.metadata,
          deletionTimestamp:
            object.metadata?.deletionTimestamp ?? this.timestamp(),
        },
      });
    } else {
      this.objects.delete(keyOf(address));
    }
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

  private timestamp(): string {
    return this.now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
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
        status: { phase: isTerminating(object) ? 'Terminating' : 'Active' },
      }),
    };
    this.objects.set(keyOf(address), stored);
    return stored;
  }

  private checkNamespace(namespace: string | undefined, own?: string) {
    if (own && own !== namespace) {
      throw new KubernetesError(
        'BadRequest',
        `the namespace of the provided object does not match the namespace sent on the request`,
      );
    }
    const address = { type: NAMESPACES, name: namespace ?? '' };
    if (isTerminating(this.get(address))) {
      throw new KubernetesError(
        'Forbidden',
        `unable to create new content in namespace ${namespace} because it is being terminated`,
        { name: address.name, kind: NAMESPACES.name },
      );
    }
  }
}

function isTerminating({ metadata }: KubernetesObject): boolean {
  return metadata?.deletionTimestamp !== undefined;
}

function hasFinalizers({ metadata }: KubernetesObject): boolean {
  return (metadata?.finalizers ?? []).length > 0;
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
