import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import path from 'path';
import { GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import authPlugin from '@backstage/plugin-auth-backend';
import { CoreV1Api } from '@kubernetes/client-node';
import {
  AwsConnectionService,
  awsConnectionServiceRef,
  SluiceClock,
  sluiceClockServiceRef,
} from '@sluice/plugin-sluice-node';
import request from 'supertest';
import { sandboxFeatureLoader } from './module';
import { consumer as names } from './scenario/names';

// The scenario is some hundred calls; a busy machine takes its time.
jest.setTimeout(60_000);

/** Variables that the sandbox does not start next to. */
const CREDENTIALS = /^AWS_(?!REGION$|DEFAULT_REGION$)/;

describe('sandboxFeatureLoader', () => {
  const { env } = process;
  let dataDirectory: string;
  const stops: (() => Promise<void>)[] = [];

  beforeEach(() => {
    process.env = Object.fromEntries(
      Object.entries(env).filter(([name]) => !CREDENTIALS.test(name)),
    );
    dataDirectory = mkdtempSync(path.join(tmpdir(), 'sluice-module-'));
  });

  afterEach(async () => {
    process.env = env;
    for (const stop of stops.splice(0)) await stop();
    rmSync(dataDirectory, { recursive: true });
  });

  /** What a plugin of a backend with this configuration has, and its HTTP port. */
  async function start(data: { sluice: object }) {
    let connection: AwsConnectionService | undefined;
    let clock: SluiceClock | undefined;
    const backend = await startTestBackend({
      features: [
        sandboxFeatureLoader,
        authPlugin,
        catalogServiceMock.factory(),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost' },
            auth: { providers: {} },
            ...data,
          },
        }),
        createBackendPlugin({
          pluginId: 'sluice',
          register(env_) {
            env_.registerInit({
              deps: {
                aws: awsConnectionServiceRef,
                logger: coreServices.logger,
                time: sluiceClockServiceRef,
              },
              async init({ aws, time }) {
                connection = aws;
                clock = time;
              },
            });
          },
        }),
      ],
    });
    stops.push(() => backend.stop());
    return {
      connection: connection!,
      clock: clock!,
      advance: (advance: string) =>
        request(backend.server)
          .post('/api/sluice-sandbox/clock')
          .send({ advance }),
    };
  }

  const connectionOf = async (data: { sluice: object }) =>
    (await start(data)).connection;

  it('puts the sandbox, with the scenario in it, in the place of AWS', async () => {
    const aws = await connectionOf({
      sluice: {
        sandbox: { enabled: true, dataDirectory, spark: { enabled: false } },
      },
    });
    const [producer, consumer] = aws.listAccounts();
    expect(producer.name).toBe('healthcare-producer');
    expect(consumer.eksClusters).toEqual(['fgac-blog']);

    const glue = new GlueClient(await aws.getClientConfiguration(producer));
    await expect(
      glue.send(
        new GetTableCommand({ DatabaseName: 'absent', Name: 'absent' }),
      ),
    ).rejects.toMatchObject({ name: 'EntityNotFoundException' });

    const kubernetes = await aws.getKubeConfig({
      ...consumer,
      clusterName: 'fgac-blog',
    });
    const { items } = await kubernetes.makeApiClient(CoreV1Api).listNamespace();
    expect(items.map(item => item.metadata?.name)).toEqual(
      expect.arrayContaining(['lf-fgac-secure', 'lf-fgac-user']),
    );

    expect(await aws.getNotices?.(consumer)).toEqual([
      expect.stringMatching(/^The sandbox has no Spark: it is turned off\./),
    ]);
    expect(aws.getJobRunUrl).toBeUndefined();

    await expect(
      aws.getClientConfiguration({
        accountId: '999999999999',
        region: 'us-west-2',
      }),
    ).rejects.toThrow(
      'The sandbox has no account 999999999999 in us-west-2; it has 111122223333 in us-west-2',
    );
  });

  it('lets Sluice become the teams, for previews', async () => {
    const aws = await connectionOf({
      sluice: { sandbox: { enabled: true, dataDirectory } },
    });
    const [, { accountId, region }] = aws.listAccounts();
    const sts = new STSClient(
      await aws.getClientConfiguration({ accountId, region }),
    );
    for (const role of [names.team1Role, names.team2Role]) {
      await expect(
        sts.send(
          new AssumeRoleCommand({
            RoleArn: `arn:aws:iam::${accountId}:role/${role}`,
            RoleSessionName: 'sluice-preview',
          }),
        ),
      ).resolves.toMatchObject({ Credentials: expect.anything() });
    }
  });

  it('injects the faults of the configuration, once the scenario is there', async () => {
    const aws = await connectionOf({
      sluice: {
        sandbox: {
          enabled: true,
          dataDirectory,
          faults: {
            rules: [
              {
                operation: 'Glue.GetTable',
                error: { code: 'AccessDeniedException', message: 'on purpose' },
              },
            ],
          },
        },
      },
    });
    const glue = new GlueClient(
      await aws.getClientConfiguration(aws.listAccounts()[0]),
    );
    await expect(
      glue.send(new GetTableCommand({ DatabaseName: 'a', Name: 'b' })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: 'on purpose',
    });
  });

  it('has a clock that can be moved on', async () => {
    const { advance, clock } = await start({
      sluice: { sandbox: { enabled: true, dataDirectory } },
    });
    const inAMonth = Date.now() + 31 * 24 * 60 * 60 * 1000;
    expect((await advance('P31D')).status).toBe(200);
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(inAMonth);
  });

  it('adds nothing while it is off', async () => {
    const { connection, advance, clock } = await start({
      sluice: { sandbox: { enabled: false }, accounts: [] },
    });
    expect(connection.listAccounts()).toEqual([]);
    expect((await advance('P31D')).status).toBe(404);
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(60_000);
  });

  it('does not start next to real accounts', async () => {
    await expect(
      connectionOf({
        sluice: { sandbox: { enabled: true, dataDirectory }, accounts: [] },
      }),
    ).rejects.toThrow(
      /next to real AWS accounts.*configuration sluice.accounts/,
    );
  });
});
