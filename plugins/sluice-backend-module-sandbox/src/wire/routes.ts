import type { OperationModel, ServiceModel } from './models';
import type { WireRequest } from './messages';
import { requiredMembers } from './scalars';

/** A route of a REST service, compiled once. */
interface Route {
  operation: OperationModel;
  method: string;
  pattern: RegExp;
  labels: string[];
  /** Query without which it is another operation (`?tagging`, `?list-type=2`, UploadPart's `partNumber`). */
  query: [key: string, value: string][];
  /** Headers without which it is another operation (CopyObject's source). */
  headers: string[];
}

const compiled = new WeakMap<ServiceModel, Route[]>();

function compile(service: ServiceModel, operation: OperationModel): Route {
  const { method, path } = operation.http!;
  const [template, queryTemplate = ''] = path.split('?');
  const labels: string[] = [];
  const source = template
    .split(/(\{[^}]+\})/)
    .map(part => {
      const label = /^\{([^}+]+)(\+?)\}$/.exec(part);
      if (!label) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      labels.push(label[1]);
      return label[2] ? '(.+)' : '([^/]+)';
    })
    .join('');
  return {
    operation,
    method,
    pattern: new RegExp(`^${source}/?$`),
    labels,
    query: [
      ...[...new URLSearchParams(queryTemplate)].filter(
        // Sent by the JS SDK for its own logs; boto3 does not send it.
        ([key]) => key !== 'x-id',
      ),
      ...required(service, operation, 'httpQuery').map(
        (key): [string, string] => [key, ''],
      ),
    ],
    headers: required(service, operation, 'httpHeader').map(name =>
      name.toLowerCase(),
    ),
  };
}

/** Only S3 tells operations apart so; elsewhere an absent member is the caller's mistake. */
function required(
  service: ServiceModel,
  { input }: OperationModel,
  binding: 'httpQuery' | 'httpHeader',
): string[] {
  if (service.id !== 'S3' || !input) return [];
  return requiredMembers(input)
    .map(name => input.getMemberSchema(name).getMergedTraits()[binding])
    .filter(name => name !== undefined)
    .map(String);
}

/** How much a route asks of a request: the most demanding that fits is meant. */
function demandsOf(route: Route): number {
  return route.query.length + route.headers.length;
}

function routesOf(service: ServiceModel): Route[] {
  let routes = compiled.get(service);
  if (!routes) {
    routes = [...service.operations.values()]
      .filter(operation => operation.http)
      .map(operation => compile(service, operation))
      // The more a template demands, the earlier it is tried.
      .sort(
        (a, b) =>
          demandsOf(b) - demandsOf(a) || a.labels.length - b.labels.length,
      );
    compiled.set(service, routes);
  }
  return routes;
}

/**
 * The operation that a REST request means, with its path labels decoded. S3 has
 * several operations on one route, told apart by query and headers; of those
 * that fit equally, one that the sandbox models is preferred.
 */
export function matchRoute(
  service: ServiceModel,
  request: Pick<
    WireRequest,
    'method' | 'path' | 'query' | 'headers' | 'hostLabels'
  >,
  isModelled: (operation: string) => boolean,
): { operation: OperationModel; labels: Record<string, string> } | undefined {
  let best: ReturnType<typeof matchRoute>;
  let demandedOfBest = 0;
  for (const route of routesOf(service)) {
    if (best && demandsOf(route) < demandedOfBest) break;
    if (route.method !== request.method) continue;
    if (service.id === 'S3' && !fitsBucket(route, request)) continue;
    const match = route.pattern.exec(request.path);
    if (!match) continue;
    const demanded = route.query.every(([key, value]) =>
      value === '' ? request.query.has(key) : request.query.get(key) === value,
    );
    if (!demanded) continue;
    if (route.headers.some(name => !request.headers[name])) continue;
    if (best && !isModelled(route.operation.name)) continue;
    best = {
      operation: route.operation,
      labels: Object.fromEntries(
        route.labels.map((label, i) => [
          label,
          decodeURIComponent(match[i + 1]),
        ]),
      ),
    };
    demandedOfBest = demandsOf(route);
    if (isModelled(route.operation.name)) return best;
  }
  return best;
}

/** S3's listing of buckets and of a bucket's objects share `GET /`. */
function fitsBucket(
  route: Route,
  request: Pick<WireRequest, 'hostLabels'>,
): boolean {
  const ofBucket = request.hostLabels?.Bucket !== undefined;
  return (
    ofBucket ===
    !['ListBuckets', 'ListDirectoryBuckets'].includes(route.operation.name)
  );
}
