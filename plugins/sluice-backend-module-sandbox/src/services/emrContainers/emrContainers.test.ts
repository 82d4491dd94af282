import {
  CreateClusterCommand,
  CreateAccessEntryCommand,
  AssociateAccessPolicyCommand,
  DeleteAccessEntryCommand,
  DescribeClusterCommand,
  EKSClient,
  ListAssociatedAccessPoliciesCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
} from '@aws-sdk/client-eks';
import {
  CancelJobRunCommand,
  CreateSecurityConfigurationCommand,
  CreateVirtualClusterCommand,
  DeleteVirtualClusterCommand,
  DescribeJobRunCommand,
  DescribeSecurityConfigurationCommand,
  DescribeVirtualClusterCommand,
  EMRContainersClient,
  ListJobRunsCommand,
  ListVirtualClustersCommand,
  StartJobRunCommand,
} from '@aws-sdk/client-emr-containers';
import { CoreV1Api, RbacAuthorizationV1Api } from '@kubernetes/client-node';
import { inProcess, temporarySandbox } from '../../__testUtils__/sandboxes';

const ACCOUNT = '444455556666';
const CLUSTER = 'fgac-blog';
const address = {
  accountId: ACCOUNT,
  region: 'us-west-2',
  clusterName: CLUSTER,
};
const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const NOW = new Date('2026-01-02T03:04:05.000Z');

describe('eksService and emrContainersService', () => {
  let world: ReturnType<typeof temporarySandbox>;
  let eks: EKSClient;
  let emr: EMRContainersClient;

  /** A namespace; with EMR bound in it, unless told otherwise. */
  async function namespace(name: string, bound = true) {
    const config = world.sandbox.kubeConfig(address);
    await config
      .makeApiClient(CoreV1Api)
      .createNamespace({ body: { metadata: { name } } });
    if (!bound) return;
    await config
      .makeApiClient(RbacAuthorizationV1Api)
      .createNamespacedRoleBinding({
        namespace: name,
        body: {
          metadata: { name: 'emr-containers' },
          subjects: [{ kind: 'User', name: 'emr-containers' }],
          roleRef: {
            apiGroup: 'rbac.authorization.k8s.io',
            kind: 'Role',
            name: 'emr-containers',
          },
        },
      });
  }
  const virtualCluster = (
    name: string,
    inNamespace: string,
    securityConfigurationId?: string,
  ) =>
    emr.send(
      new CreateVirtualClusterCommand({
        name,
        containerProvider: {
          type: 'EKS',
          id: CLUSTER,
          info: { eksInfo: { namespace: inNamespace } },
        },
        securityConfigurationId,
      }),
    );
  const securityConfiguration = (
    overrides: {
      name?: string;
      tagValue?: string;
      secureNamespace?: string;
      queryEngineRoleArn?: string;
    } = {},
  ) =>
    emr.send(
      new CreateSecurityConfigurationCommand({
        name: overrides.name ?? 'lake-formation',
        securityConfigurationData: {
          authorizationConfiguration: {
            lakeFormationConfiguration: {
              authorizedSessionTagValue: overrides.tagValue ?? 'EMR on EKS',
              secureNamespaceInfo: {
                clusterId: CLUSTER,
                namespace: overrides.secureNamespace ?? 'secure',
              },
              queryEngineRoleArn:
                overrides.queryEngineRoleArn ?? roleArn('query'),
            },
          },
        },
      }),
    );
  const start = (virtualClusterId: string, clientToken?: string) =>
    emr.send(
      new StartJobRunCommand({
        virtualClusterId,
        name: 'verify',
        clientToken,
        executionRoleArn: roleArn('job'),
        releaseLabel: 'emr-7.8.0-latest',
        jobDriver: {
          sparkSubmitJobDriver: { entryPoint: 's3://jobs/verify.py' },
        },
      }),
    );

  beforeEach(async () => {
    world = temporarySandbox({ clock: { now: () => NOW } });
    eks = new EKSClient(inProcess(world.sandbox, ACCOUNT));
    emr = new EMRContainersClient(inProcess(world.sandbox, ACCOUNT));
    await world.sandbox.listen();
    await eks.send(
      new CreateClusterCommand({
        name: CLUSTER,
        roleArn: roleArn('eks'),
        resourcesVpcConfig: {},
        accessConfig: { authenticationMode: 'API' },
      }),
    );
  });

  afterEach(() => world.dispose());

  it('says where the Kubernetes API of a cluster is', async () => {
    const { cluster } = await eks.send(
      new DescribeClusterCommand({ name: CLUSTER }),
    );
    expect(cluster).toMatchObject({
      endpoint: `${world.sandbox.url}/kubernetes/${ACCOUNT}/us-west-2/${CLUSTER}`,
      accessConfig: { authenticationMode: 'API' },
    });
    const version = await fetch(`${cluster!.endpoint}/version`);
    expect(await version.json()).toMatchObject({ major: '1' });
  });

  it('keeps access entries with their policies and tags', async () => {
    const entry = { clusterName: CLUSTER, principalArn: roleArn('platform') };
    const { accessEntry } = await eks.send(
      new CreateAccessEntryCommand({ ...entry, kubernetesGroups: ['admins'] }),
    );
    const policyArn =
      'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy';
    await eks.send(
      new AssociateAccessPolicyCommand({
        ...entry,
        policyArn,
        accessScope: { type: 'cluster' },
      }),
    );
    const resourceArn = accessEntry!.accessEntryArn!;
    await eks.send(
      new TagResourceCommand({ resourceArn, tags: { team: 'a' } }),
    );

    expect(
      (await eks.send(new ListAssociatedAccessPoliciesCommand(entry)))
        .associatedAccessPolicies,
    ).toMatchObject([{ policyArn, accessScope: { type: 'cluster' } }]);
    expect(
      (await eks.send(new ListTagsForResourceCommand({ resourceArn }))).tags,
    ).toEqual({ team: 'a' });
    await eks.send(new DeleteAccessEntryCommand(entry));
    await expect(
      eks.send(new ListAssociatedAccessPoliciesCommand(entry)),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('makes a virtual cluster under a security configuration, and jobs that wait', async () => {
    await namespace('user');
    await namespace('secure');
    const { id: securityConfigurationId } = await securityConfiguration();
    const { id } = await virtualCluster(
      'team',
      'user',
      securityConfigurationId,
    );

    expect(
      (await emr.send(new DescribeVirtualClusterCommand({ id })))
        .virtualCluster,
    ).toMatchObject({
      name: 'team',
      state: 'RUNNING',
      createdAt: NOW,
      containerProvider: { info: { eksInfo: { namespace: 'user' } } },
    });
    expect(
      (
        await emr.send(
          new DescribeSecurityConfigurationCommand({
            id: securityConfigurationId,
          }),
        )
      ).securityConfiguration?.securityConfigurationData
        ?.authorizationConfiguration?.lakeFormationConfiguration,
    ).toMatchObject({ queryEngineRoleArn: roleArn('query') });

    const virtualClusterId = id!;
    const job = await start(virtualClusterId, 'once');
    expect((await start(virtualClusterId, 'once')).id).toBe(job.id);
    const describe = () =>
      emr.send(new DescribeJobRunCommand({ id: job.id, virtualClusterId }));
    expect((await describe()).jobRun?.state).toBe('PENDING');
    await emr.send(new CancelJobRunCommand({ id: job.id, virtualClusterId }));
    expect((await describe()).jobRun).toMatchObject({
      state: 'CANCELLED',
      finishedAt: NOW,
    });
    expect(
      (
        await emr.send(
          new ListJobRunsCommand({ virtualClusterId, states: ['PENDING'] }),
        )
      ).jobRuns,
    ).toEqual([]);
  });

  it('lists what was made in a time', async () => {
    await namespace('user');
    await virtualCluster('team', 'user');
    const count = async (createdAfter: Date) =>
      (await emr.send(new ListVirtualClustersCommand({ createdAfter })))
        .virtualClusters!.length;
    expect(await count(NOW)).toBe(1);
    expect(await count(new Date(NOW.getTime() + 1000))).toBe(0);
  });

  it('frees a namespace with its virtual cluster', async () => {
    await namespace('user');
    const { id } = await virtualCluster('first', 'user');
    await emr.send(new DeleteVirtualClusterCommand({ id }));
    await expect(virtualCluster('second', 'user')).resolves.toMatchObject({
      name: 'second',
    });
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'a virtual cluster in an absent namespace',
      () => virtualCluster('team', 'absent'),
      /Namespace absent does not exist in EKS cluster fgac-blog/,
    ],
    [
      'a virtual cluster where EMR has no rights (seed 1.7e)',
      async () => {
        await namespace('user', false);
        return virtualCluster('team', 'user');
      },
      /no access to namespace user.*bind a role to the user emr-containers/,
    ],
    [
      'a second virtual cluster in a namespace (V18)',
      async () => {
        await namespace('user');
        await virtualCluster('first', 'user');
        return virtualCluster('second', 'user');
      },
      /virtual cluster already exists in the given namespace/,
    ],
    [
      'a virtual cluster in the secure namespace (V18)',
      async () => {
        await namespace('secure');
        const { id } = await securityConfiguration();
        return virtualCluster('team', 'secure', id);
      },
      /is the secure namespace of the security configuration/,
    ],
    [
      'a name that does not fit the pattern (V21)',
      () => virtualCluster('my team', 'user'),
      /name "my team" does not match/,
    ],
    [
      'a name that is too long (V21)',
      () => virtualCluster('a'.repeat(65), 'user'),
      /at most 64 characters, but has 65/,
    ],
    [
      'a tag value that does not fit the pattern (seed 1.7h)',
      () => securityConfiguration({ tagValue: 'EMR:EKS' }),
      /authorizedSessionTagValue "EMR:EKS" does not match/,
    ],
    [
      'a query engine role that is no role (seed 1.7h)',
      () => securityConfiguration({ queryEngineRoleArn: 'query' }),
      /queryEngineRoleArn "query" does not match/,
    ],
    [
      'an absent secure namespace',
      () => securityConfiguration({ secureNamespace: 'absent' }),
      /Namespace absent does not exist/,
    ],
  ])('refuse %s', async (_, call, message) => {
    await expect(call()).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
      $metadata: { httpStatusCode: 400 },
    });
  });
});
