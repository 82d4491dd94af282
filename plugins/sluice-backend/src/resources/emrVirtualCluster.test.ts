import {
  CancelJobRunCommand,
  CreateVirtualClusterCommand,
  ListVirtualClustersCommand,
  StartJobRunCommand,
} from '@aws-sdk/client-emr-containers';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { EmrVirtualClusterProperties } from '@sluice/plugin-sluice-common';
import { EmptyAws, startEmptyAws } from '../__testUtils__/resourceContext';
import { actionsOf, checkLifeCycle } from './__testUtils__/checkLifeCycle';
import {
  CLUSTER,
  makeCluster,
  makeNamespaces,
} from './__testUtils__/eksCluster';
import { emrSecurityConfiguration } from './emrSecurityConfiguration';
import { emrVirtualCluster } from './emrVirtualCluster';
import { ResourceContext } from './ResourceContext';

const WANTED: EmrVirtualClusterProperties = {
  name: 'emr-on-eks-fgac-blog',
  cluster: CLUSTER,
  namespace: 'team',
  securityConfiguration: {
    name: 'fgac',
    sessionTagValue: 'EMR on EKS Engine',
    cluster: CLUSTER,
    secureNamespace: 'secure',
    queryEngineRoleArn: 'arn:aws:iam::111122223333:role/query',
  },
};

describe('emrVirtualCluster', () => {
  const directory = createMockDirectory();
  let aws: EmptyAws;
  let context: ResourceContext;

  beforeEach(async () => {
    aws = startEmptyAws(directory);
    context = await aws.contextOf();
    await makeCluster(context);
    await makeNamespaces(context, 'secure', 'team', 'other');
    await emrSecurityConfiguration.create(
      WANTED.securityConfiguration,
      context,
    );
  });

  afterEach(() => aws.sandbox.close());

  const list = async () => {
    const answer = await context.clients.emrContainers.send(
      new ListVirtualClustersCommand({}),
    );
    return answer.virtualClusters!;
  };

  /** As somebody in the console makes one. */
  const makeAnother = (namespace: string, name = WANTED.name) =>
    context.clients.emrContainers.send(
      new CreateVirtualClusterCommand({
        name,
        containerProvider: {
          type: 'EKS',
          id: CLUSTER,
          info: { eksInfo: { namespace } },
        },
      }),
    );

  it('lives, and is made once however often it is asked for', async () => {
    await makeAnother('other', 'of-somebody-else');
    const taken = await checkLifeCycle({
      type: emrVirtualCluster,
      aws,
      context,
      wanted: WANTED,
    });
    expect(taken).toEqual(
      actionsOf(
        emrVirtualCluster,
        emrVirtualCluster.actions.write.filter(action =>
          action.startsWith('eks:'),
        ),
      ),
    );
    const states = (await list()).map(({ name, state }) => [name, state]);
    expect(states).toEqual([
      ['of-somebody-else', 'RUNNING'],
      [WANTED.name, 'TERMINATED'],
    ]);
  });

  it('comes back after it was deleted', async () => {
    for (let round = 0; round < 2; round++) {
      await emrVirtualCluster.create(WANTED, context);
      await emrVirtualCluster.delete!(WANTED, context);
    }
    await emrVirtualCluster.create(WANTED, context);
    expect(await emrVirtualCluster.read(WANTED, context)).toEqual(WANTED);
    expect(await list()).toHaveLength(3);
  });

  it('is the one in its namespace among several of its name', async () => {
    await emrVirtualCluster.create(WANTED, context);
    await makeAnother('other');
    const inOther = { ...WANTED, namespace: 'other' };
    const found = (await emrVirtualCluster.read(inOther, context))!;
    expect(found.namespace).toBe('other');
    expect(emrVirtualCluster.diff(inOther, found)).toContainEqual({
      path: 'securityConfiguration.sessionTagValue',
      before: '',
      after: 'EMR on EKS Engine',
    });
    expect(await emrVirtualCluster.read(WANTED, context)).toEqual(WANTED);

    await emrVirtualCluster.delete!(inOther, context);
    expect(await emrVirtualCluster.read(WANTED, context)).toEqual(WANTED);
  });

  it('is replaced for another namespace or security configuration', async () => {
    await emrVirtualCluster.create(WANTED, context);
    const securityConfiguration = {
      ...WANTED.securityConfiguration,
      sessionTagValue: 'Another Engine',
    };
    const changed = { ...WANTED, namespace: 'other', securityConfiguration };
    const found = (await emrVirtualCluster.read(changed, context))!;
    expect(emrVirtualCluster.diff(changed, found)).toEqual([
      { path: 'namespace', before: 'team', after: 'other' },
      {
        path: 'securityConfiguration.sessionTagValue',
        before: 'EMR on EKS Engine',
        after: 'Another Engine',
      },
    ]);
    expect(emrVirtualCluster.update).toBeUndefined();

    await expect(emrVirtualCluster.create(changed, context)).rejects.toThrow(
      'needs EMR security configuration fgac with the contents of the plan, and there is none',
    );
    await emrSecurityConfiguration.create(securityConfiguration, context);
    await emrVirtualCluster.delete!(found, context);
    await emrVirtualCluster.create(changed, context);
    expect(await emrVirtualCluster.read(changed, context)).toEqual(changed);
  });

  it('is not deleted while jobs run in it', async () => {
    const { emrContainers } = context.clients;
    await emrVirtualCluster.create(WANTED, context);
    const [{ id: virtualClusterId }] = await list();
    const { id } = await emrContainers.send(
      new StartJobRunCommand({
        virtualClusterId,
        name: 'nightly',
        executionRoleArn: 'arn:aws:iam::111122223333:role/team',
        releaseLabel: 'emr-7.7.0-latest',
        jobDriver: { sparkSubmitJobDriver: { entryPoint: 's3://jobs/a.py' } },
      }),
    );

    await expect(emrVirtualCluster.delete!(WANTED, context)).rejects.toThrow(
      `has 1 active job run (${id}) and is not deleted`,
    );
    expect(await emrVirtualCluster.read(WANTED, context)).toEqual(WANTED);

    await emrContainers.send(new CancelJobRunCommand({ virtualClusterId, id }));
    await emrVirtualCluster.delete!(WANTED, context);
    expect(await emrVirtualCluster.read(WANTED, context)).toBeUndefined();
  });
});
