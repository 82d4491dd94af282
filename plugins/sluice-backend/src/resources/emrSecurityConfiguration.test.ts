import {
  CreateSecurityConfigurationCommand,
  ListSecurityConfigurationsCommand,
} from '@aws-sdk/client-emr-containers';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { EmrSecurityConfigurationProperties } from '@sluice/plugin-sluice-common';
import { EmptyAws, startEmptyAws } from '../__testUtils__/resourceContext';
import { actionsOf, checkLifeCycle } from './__testUtils__/checkLifeCycle';
import {
  CLUSTER,
  makeCluster,
  makeNamespaces,
} from './__testUtils__/eksCluster';
import { emrSecurityConfiguration } from './emrSecurityConfiguration';
import { ResourceContext } from './ResourceContext';
import { findSecurityConfiguration } from './securityConfigurations';

const WANTED: EmrSecurityConfigurationProperties = {
  name: 'fgac',
  sessionTagValue: 'EMR on EKS Engine',
  cluster: CLUSTER,
  secureNamespace: 'secure',
  queryEngineRoleArn: 'arn:aws:iam::111122223333:role/query',
};
const OTHER = { ...WANTED, sessionTagValue: 'Another Engine' };

describe('emrSecurityConfiguration', () => {
  const directory = createMockDirectory();
  let aws: EmptyAws;
  let context: ResourceContext;

  beforeEach(async () => {
    aws = startEmptyAws(directory);
    context = await aws.contextOf();
    await makeCluster(context);
    await makeNamespaces(context, 'secure');
  });

  afterEach(async () => {
    jest.useRealTimers();
    await aws.sandbox.close();
  });

  const list = async () => {
    const answer = await context.clients.emrContainers.send(
      new ListSecurityConfigurationsCommand({}),
    );
    return answer.securityConfigurations!;
  };

  it('lives, and is made once however often it is asked for', async () => {
    const taken = await checkLifeCycle({
      type: emrSecurityConfiguration,
      aws,
      context,
      wanted: WANTED,
    });
    expect(taken).toEqual(actionsOf(emrSecurityConfiguration));
    expect(await list()).toHaveLength(1);
  });

  it('has a newer one beside it for other contents', async () => {
    await emrSecurityConfiguration.create(WANTED, context);
    const found = (await emrSecurityConfiguration.read(OTHER, context))!;
    expect(found).toEqual(WANTED);
    expect(emrSecurityConfiguration.diff(OTHER, found)).toEqual([
      {
        path: 'sessionTagValue',
        before: 'EMR on EKS Engine',
        after: 'Another Engine',
      },
    ]);
    expect(await findSecurityConfiguration(context, OTHER)).toBeUndefined();

    await emrSecurityConfiguration.create(OTHER, context);

    const [first, second] = await list();
    expect(await emrSecurityConfiguration.read(OTHER, context)).toEqual(OTHER);
    expect(await emrSecurityConfiguration.read(WANTED, context)).toEqual(
      WANTED,
    );
    expect(await findSecurityConfiguration(context, WANTED)).toBe(first.id);
    expect(await findSecurityConfiguration(context, OTHER)).toBe(second.id);
  });

  it('is the newest when several would do, or none', async () => {
    // Nothing but the date stands still, so that the sandbox goes on.
    jest.useFakeTimers({
      now: new Date('2026-01-01T10:00:00Z'),
      doNotFake: [
        'hrtime',
        'nextTick',
        'performance',
        'queueMicrotask',
        'setImmediate',
        'clearImmediate',
        'setInterval',
        'clearInterval',
        'setTimeout',
        'clearTimeout',
      ],
    });
    const twin = () =>
      context.clients.emrContainers.send(
        new CreateSecurityConfigurationCommand({
          name: WANTED.name,
          securityConfigurationData: {
            authorizationConfiguration: {
              lakeFormationConfiguration: {
                authorizedSessionTagValue: WANTED.sessionTagValue,
                secureNamespaceInfo: {
                  clusterId: WANTED.cluster,
                  namespace: WANTED.secureNamespace,
                },
                queryEngineRoleArn: WANTED.queryEngineRoleArn,
              },
            },
          },
        }),
      );
    await emrSecurityConfiguration.create(WANTED, context);
    jest.setSystemTime(new Date('2026-01-01T11:00:00Z'));
    const { id: newest } = await twin();
    expect(await findSecurityConfiguration(context, WANTED)).toBe(newest);

    jest.setSystemTime(new Date('2026-01-01T12:00:00Z'));
    await emrSecurityConfiguration.create(OTHER, context);
    expect(
      await emrSecurityConfiguration.read(
        { ...WANTED, secureNamespace: 'elsewhere' },
        context,
      ),
    ).toEqual(OTHER);
  });
});
