import { load } from 'js-yaml';
import { KubernetesCluster, ObjectAddress } from './cluster';
import { discover } from './discovery';
import { jsonPatch, KubernetesObject, mergePatch } from './objects';
import { readProtobuf } from './protobuf';
import { apiVersionOf, RESOURCE_TYPES, ResourceType } from './resourceTypes';
import { KubernetesError } from './status';

/** An HTTP request to a cluster; `path` without query, below the cluster's prefix. */
export interface KubernetesRequest {
  method: string;
  path: string;
  /** Where the cluster is mounted on the sandbox's port. */
  prefix: string;
  query: URLSearchParams;
  contentType: string;
  accept: string;
  body: Buffer;
}

/** What the server answers, always JSON. */
export interface KubernetesResponse {
  status: number;
  body: object;
}

interface Target {
  type: ResourceType;
  namespace?: string;
  name?: string;
}

/** Answers a request to the Kubernetes API of a cluster; refusals become `Status` objects. */
export function handleKubernetesRequest(
  cluster: KubernetesCluster,
  request: KubernetesRequest,
): KubernetesResponse {
  try {
    const discovered =
      request.method === 'GET'
        ? discover(request.path, request.prefix)
        : undefined;
    if (discovered) return { status: 200, body: discovered };
    const target = parsePath(request.path);
    if (!target) {
      throw new KubernetesError(
        'NotFound',
        'the server could not find the requested resource',
      );
    }
    return answer(cluster, target, request);
  } catch (error) {
    if (error instanceof KubernetesError) {
      return { status: error.code, body: error.toStatus() };
    }
    throw error;
  }
}

/** `/api/v1/namespaces/a/pods/b` → type, namespace, name. */
function parsePath(path: string): Target | undefined {
  const steps = path.split('/').slice(1).map(decodeURIComponent);
  const group = steps[0] === 'apis' ? steps[1] : '';
  const [version, ...rest] = steps.slice(steps[0] === 'apis' ? 2 : 1);
  const find = (name: string) =>
    RESOURCE_TYPES.find(
      type =>
        type.group === group && type.version === version && type.name === name,
    );
  if (steps[0] !== 'api' && steps[0] !== 'apis') return undefined;
  if (rest[0] === 'namespaces' && rest.length >= 3) {
    const type = find(rest[2]);
    if (!type?.namespaced || rest.length > 4) return undefined;
    return { type, namespace: rest[1], name: rest[3] };
  }
  const type = find(rest[0]);
  if (!type || rest.length > 2) return undefined;
  return { type, name: rest[1] };
}

function answer(
  cluster: KubernetesCluster,
  target: Target,
  request: KubernetesRequest,
): KubernetesResponse {
  const { type, namespace, name } = target;
  if (name === undefined) {
    if (request.method === 'GET') return list(cluster, target, request);
    if (request.method === 'POST') {
      const object = parseBody(request) as KubernetesObject;
      checkType(type, object);
      if (isDryRun(request)) return { status: 201, body: object };
      return { status: 201, body: cluster.create(type, namespace, object) };
    }
  } else {
    const address: ObjectAddress = { type, namespace, name };
    switch (request.method) {
      case 'GET':
        return {
          status: 200,
          body:
            asTable(type, [cluster.get(address)], request) ??
            cluster.get(address),
        };
      case 'PUT': {
        const object = parseBody(request) as KubernetesObject;
        checkType(type, object);
        return { status: 200, body: cluster.replace(address, object) };
      }
      case 'PATCH':
        return patch(cluster, address, request);
      case 'DELETE': {
        const removed = cluster.delete(address);
        return {
          status: 200,
          body: {
            kind: 'Status',
            apiVersion: 'v1',
            metadata: {},
            status: 'Success',
            details: { name, kind: type.name, uid: removed.metadata?.uid },
          },
        };
      }
      default:
    }
  }
  throw new KubernetesError(
    'MethodNotAllowed',
    `the server does not allow this method on the requested resource: ${request.method} ${request.path}`,
  );
}

function list(
  cluster: KubernetesCluster,
  { type, namespace }: Target,
  { query, ...request }: KubernetesRequest,
): KubernetesResponse {
  if (query.get('watch') === 'true' || query.get('watch') === '1') {
    throw new KubernetesError(
      'MethodNotAllowed',
      `the sandbox does not model watch; list ${type.name} again instead`,
    );
  }
  const all = cluster.list(type, {
    namespace,
    labelSelector: query.get('labelSelector') ?? undefined,
    fieldSelector: query.get('fieldSelector') ?? undefined,
  });
  const from = Number(query.get('continue') ?? 0);
  const limit = Number(query.get('limit') ?? 0) || all.length;
  if (!Number.isInteger(from) || from < 0) {
    throw new KubernetesError('Expired', 'the continue token is not valid');
  }
  const page = all.slice(from, from + limit);
  const remaining = all.length - from - page.length;
  const metadata = {
    resourceVersion: '1',
    ...(remaining > 0 && {
      continue: String(from + limit),
      remainingItemCount: remaining,
    }),
  };
  const table = asTable(type, page, { query, ...request });
  return {
    status: 200,
    body: table
      ? { ...table, metadata }
      : {
          kind: `${type.kind}List`,
          apiVersion: apiVersionOf(type),
          metadata,
          items: page,
        },
  };
}

/** Merge, strategic (treated as merge: lists of RBAC are atomic), JSON and server-side apply. */
function patch(
  cluster: KubernetesCluster,
  address: ObjectAddress,
  request: KubernetesRequest,
): KubernetesResponse {
  const body = parseBody(request);
  if (request.contentType.startsWith('application/apply-patch')) {
    checkType(address.type, body as KubernetesObject);
    const exists = cluster
      .list(address.type, { namespace: address.namespace })
      .some(object => object.metadata?.name === address.name);
    if (!exists) {
      return {
        status: 201,
        body: cluster.create(
          address.type,
          address.namespace,
          body as KubernetesObject,
        ),
      };
    }
  }
  const current = cluster.get(address);
  const changed = request.contentType.startsWith('application/json-patch')
    ? jsonPatch(current, body as Parameters<typeof jsonPatch>[1])
    : (mergePatch(current, body) as KubernetesObject);
  if (isDryRun(request)) return { status: 200, body: changed };
  return { status: 200, body: cluster.replace(address, changed) };
}

function isDryRun(request: KubernetesRequest): boolean {
  return request.query.get('dryRun') === 'All';
}

function parseBody(request: KubernetesRequest): unknown {
  // What kubectl's typed `create` commands send.
  if (request.contentType.includes('protobuf')) {
    return readProtobuf(request.body);
  }
  try {
    // YAML holds JSON; server-side apply sends either.
    return load(request.body.toString('utf8')) ?? {};
  } catch (error) {
    throw new KubernetesError(
      'BadRequest',
      `the object provided is unrecognized: ${(error as Error).message}`,
    );
  }
}

function checkType(type: ResourceType, object: KubernetesObject) {
  const kind = object.kind ?? type.kind;
  const apiVersion = object.apiVersion ?? apiVersionOf(type);
  if (kind !== type.kind || apiVersion !== apiVersionOf(type)) {
    throw new KubernetesError(
      'BadRequest',
      `the object is a ${apiVersion} ${kind}, but ${apiVersionOf(type)} ${
        type.kind
      } was expected at this path`,
    );
  }
}

/** The table that kubectl asks for first; undefined when the client wants objects. */
function asTable(
  type: ResourceType,
  objects: KubernetesObject[],
  request: Omit<KubernetesRequest, 'method'>,
): object | undefined {
  if (!request.accept.includes('as=Table')) return undefined;
  const isNamespace = type.kind === 'Namespace';
  const column = (name: string, format = '') => ({
    name,
    type: 'string',
    format,
    description: '',
    priority: 0,
  });
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: {},
    columnDefinitions: [
      column('Name', 'name'),
      ...(isNamespace ? [column('Status')] : []),
      column('Created At'),
    ],
    rows: objects.map(object => ({
      cells: [
        object.metadata?.name,
        ...(isNamespace
          ? [(object.status as { phase?: string } | undefined)?.phase]
          : []),
        object.metadata?.creationTimestamp,
      ],
      object: {
        kind: 'PartialObjectMetadata',
        apiVersion: 'meta.k8s.io/v1',
        metadata: object.metadata,
      },
    })),
  };
}
