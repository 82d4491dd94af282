import { kubernetesDifferences } from './kubernetesDifferences';

const RBAC = 'rbac.authorization.k8s.io';

describe('kubernetesDifferences', () => {
  it.each([
    {
      what: 'fields that others set',
      kind: 'Role',
      wanted: { rules: [] },
      found: { rules: [], aggregationRule: {} },
    },
    {
      what: 'what the API server fills in',
      kind: 'RoleBinding',
      wanted: { subjects: [{ kind: 'User', name: 'emr-containers' }] },
      found: {
        subjects: [{ kind: 'User', name: 'emr-containers', apiGroup: RBAC }],
      },
    },
    {
      what: 'the protocol that is filled in deep in a list',
      kind: 'NetworkPolicy',
      wanted: { egress: [{ ports: [{ port: 53 }] }] },
      found: { egress: [{ ports: [{ port: 53, protocol: 'TCP' }] }] },
    },
    {
      what: 'an empty list, which the API server leaves out',
      kind: 'NetworkPolicy',
      wanted: { spec: { ingress: [] } },
      found: { spec: {} },
    },
    {
      what: 'another way to write an amount',
      kind: 'ResourceQuota',
      wanted: { spec: { hard: { cpu: '2000m', memory: '2048Mi', pods: 50 } } },
      found: { spec: { hard: { cpu: '2', memory: '2Gi', pods: '50' } } },
    },
    {
      what: 'nothing at all',
      kind: 'Namespace',
      wanted: {},
      found: { spec: { finalizers: ['kubernetes'] } },
    },
  ])('passes over $what', ({ kind, wanted, found }) => {
    expect(kubernetesDifferences(kind, wanted, found)).toEqual([]);
  });

  it.each([
    {
      what: 'a value',
      kind: 'RoleBinding',
      wanted: { roleRef: { name: 'emr-containers' } },
      found: { roleRef: { name: 'admin' } },
      difference: {
        path: 'roleRef.name',
        before: 'admin',
        after: 'emr-containers',
      },
    },
    {
      what: 'a label',
      kind: 'Namespace',
      wanted: { labels: { team: 'claims' } },
      found: { labels: { env: 'dev' } },
      difference: { path: 'labels.team', after: 'claims' },
    },
    {
      what: 'what is missing',
      kind: 'NetworkPolicy',
      wanted: { spec: { policyTypes: ['Ingress'] } },
      found: {},
      difference: { path: 'spec', after: { policyTypes: ['Ingress'] } },
    },
    {
      what: 'another subject',
      kind: 'RoleBinding',
      wanted: { subjects: [{ kind: 'User', name: 'emr-containers' }] },
      found: {
        subjects: [
          { kind: 'User', name: 'emr-containers' },
          { kind: 'User', name: 'eve' },
        ],
      },
      difference: {
        path: 'subjects',
        before: [
          { kind: 'User', name: 'emr-containers' },
          { kind: 'User', name: 'eve' },
        ],
        after: [{ kind: 'User', name: 'emr-containers' }],
      },
    },
    {
      what: 'a wider selector in a list',
      kind: 'NetworkPolicy',
      wanted: { ingress: [{ from: [{ podSelector: {} }] }] },
      found: {
        ingress: [{ from: [{ podSelector: {}, namespaceSelector: {} }] }],
      },
      difference: {
        path: 'ingress',
        before: [{ from: [{ podSelector: {}, namespaceSelector: {} }] }],
        after: [{ from: [{ podSelector: {} }] }],
      },
    },
    {
      what: 'a policy that is for some pods only',
      kind: 'NetworkPolicy',
      wanted: { spec: { podSelector: {} } },
      found: { spec: { podSelector: { matchLabels: { app: 'web' } } } },
      difference: {
        path: 'spec.podSelector',
        before: { matchLabels: { app: 'web' } },
        after: {},
      },
    },
    {
      what: 'an amount',
      kind: 'ResourceQuota',
      wanted: { hard: { cpu: '32' } },
      found: { hard: { cpu: '32m' } },
      difference: { path: 'hard.cpu', before: '32m', after: '32' },
    },
    {
      what: 'text that is no amount',
      kind: 'ConfigMap',
      wanted: { data: { replicas: '1000m' } },
      found: { data: { replicas: '1' } },
      difference: { path: 'data.replicas', before: '1', after: '1000m' },
    },
  ])('finds $what', ({ kind, wanted, found, difference }) => {
    expect(kubernetesDifferences(kind, wanted, found)).toEqual([difference]);
  });
});
