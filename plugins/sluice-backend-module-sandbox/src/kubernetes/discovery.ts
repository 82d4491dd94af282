import {
  apiGroups,
  apiVersionOf,
  RESOURCE_TYPES,
  ResourceType,
} from './resourceTypes';

const VERBS = ['create', 'delete', 'get', 'list', 'patch', 'update'];

function resourceList(groupVersion: string, types: ResourceType[]): object {
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion,
    resources: types.map(type => ({
      name: type.name,
      singularName: type.kind.toLowerCase(),
      namespaced: type.namespaced,
      kind: type.kind,
      verbs: VERBS,
      shortNames: type.shortNames,
    })),
  };
}

/**
 * An OpenAPI v3 document that says one thing: patches take `fieldValidation`.
 * It is what `kubectl apply` looks for before it leaves validation to the
 * server; without it kubectl asks for the protobuf schema of everything.
 */
function openApiOf(types: ResourceType[], root: string): object {
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.33.0' },
    paths: Object.fromEntries(
      types.map(type => [
        `${root}/${type.namespaced ? 'namespaces/{namespace}/' : ''}${
          type.name
        }/{name}`,
        {
          patch: {
            parameters: [
              {
                name: 'fieldValidation',
                in: 'query',
                schema: { type: 'string' },
              },
            ],
            responses: { '200': { description: 'OK' } },
            'x-kubernetes-group-version-kind': {
              group: type.group,
              version: type.version,
              kind: type.kind,
            },
          },
        },
      ]),
    ),
  };
}

/**
 * Answers what a client asks before it works: versions, groups, resources,
 * schemas. Undefined when the path is none of these.
 *
 * @param path - below the cluster's own prefix
 * @param prefix - of the cluster on the sandbox's port; OpenAPI paths are absolute
 */
export function discover(path: string, prefix: string): object | undefined {
  const core = RESOURCE_TYPES.filter(type => type.group === '');
  if (path === '/version') {
    return {
      major: '1',
      minor: '33',
      gitVersion: 'v1.33.0-sandbox',
      platform: 'linux/amd64',
    };
  }
  if (path === '/api') {
    return { kind: 'APIVersions', versions: ['v1'] };
  }
  if (path === '/api/v1') {
    return resourceList('v1', core);
  }
  if (path === '/apis') {
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: [...apiGroups()].map(([name, [first]]) => {
        const version = {
          groupVersion: apiVersionOf(first),
          version: first.version,
        };
        return { name, versions: [version], preferredVersion: version };
      }),
    };
  }
  for (const [name, types] of apiGroups()) {
    const groupVersion = apiVersionOf(types[0]);
    if (path === `/apis/${groupVersion}`) {
      return resourceList(groupVersion, types);
    }
    if (path === `/openapi/v3/apis/${groupVersion}`) {
      return openApiOf(types, `/apis/${name}/v1`);
    }
  }
  if (path === '/openapi/v3/api/v1') {
    return openApiOf(core, '/api/v1');
  }
  if (path === '/openapi/v3') {
    const roots = [
      'api/v1',
      ...[...apiGroups().values()].map(
        ([first]) => `apis/${apiVersionOf(first)}`,
      ),
    ];
    return {
      paths: Object.fromEntries(
        roots.map(root => [
          root,
          { serverRelativeURL: `${prefix}/openapi/v3/${root}` },
        ]),
      ),
    };
  }
  return undefined;
}
