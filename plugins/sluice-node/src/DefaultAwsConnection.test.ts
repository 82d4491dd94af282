import { HttpResponse } from '@smithy/protocol-http';
import { DefaultAwsConnection } from './DefaultAwsConnection';
import { createEksToken } from './eksToken';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
const account = {
  name: 'analytics',
  accountId: '444455556666',
  region: 'us-west-2',
  eksClusters: ['fgac-blog'],
};

const connection = () =>
  new DefaultAwsConnection({
    accounts: [account],
    credentialsManager: {
      getCredentialProvider: async () => ({
        sdkCredentialProvider: async () => credentials,
      }),
    },
  });

describe('DefaultAwsConnection', () => {
  it('gives what an SDK client needs, for a connected account', async () => {
    const configuration = await connection().getClientConfiguration(account);
    expect(configuration).toMatchObject({ region: 'us-west-2' });
    expect(configuration.requestHandler).toBeUndefined();
    await expect((configuration.credentials as () => any)()).resolves.toBe(
      credentials,
    );
  });

  it.each([
    ['account', { accountId: '999999999999', region: 'us-west-2' }],
    ['region', { accountId: '444455556666', region: 'eu-west-1' }],
  ])('refuses an %s that is not connected', async (_, place) => {
    await expect(connection().getClientConfiguration(place)).rejects.toThrow(
      `Account ${place.accountId} is not connected in ${place.region}`,
    );
  });

  it('makes a kubeconfig from the cluster and a fresh token', async () => {
    const subject = connection();
    const calls: string[] = [];
    jest
      .spyOn(subject, 'getClientConfiguration')
      .mockImplementation(async () => ({
        region: 'us-west-2',
        credentials,
        maxAttempts: 1,
        requestHandler: {
          handle: async (request: { path: string }) => {
            calls.push(request.path);
            return {
              response: new HttpResponse({
                statusCode: 200,
                headers: { 'content-type': 'application/json' },
                body: Buffer.from(
                  JSON.stringify({
                    cluster: {
                      endpoint: 'https://fgac-blog.eks.example',
                      certificateAuthority: { data: 'Q0E=' },
                    },
                  }),
                ),
              }),
            };
          },
        },
      }));

    const place = { ...account, clusterName: 'fgac-blog' };
    const kubeConfig = await subject.getKubeConfig(place);
    await subject.getKubeConfig(place);

    expect(kubeConfig.getCurrentCluster()).toMatchObject({
      server: 'https://fgac-blog.eks.example',
      caData: 'Q0E=',
      skipTLSVerify: false,
    });
    expect(kubeConfig.getCurrentUser()?.token).toMatch(/^k8s-aws-v1\./);
    expect(calls).toEqual(['/clusters/fgac-blog']);
  });
});

describe('createEksToken', () => {
  it('is a presigned GetCallerIdentity URL that names the cluster', async () => {
    const token = await createEksToken({
      clusterName: 'fgac-blog',
      region: 'us-west-2',
      credentials: { ...credentials, sessionToken: 'a+b/c=' },
      now: new Date('2026-01-02T03:04:05Z'),
    });
    expect(token).toMatch(/^k8s-aws-v1\.[A-Za-z0-9_-]+$/);
    const url = new URL(
      Buffer.from(token.slice('k8s-aws-v1.'.length), 'base64url').toString(),
    );
    expect(url.origin).toBe('https://sts.us-west-2.amazonaws.com');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      Action: 'GetCallerIdentity',
      'X-Amz-Date': '20260102T030405Z',
      'X-Amz-Expires': '60',
      'X-Amz-SignedHeaders': 'host;x-k8s-aws-id',
      'X-Amz-Security-Token': 'a+b/c=',
      'X-Amz-Credential': 'AKIDEXAMPLE/20260102/us-west-2/sts/aws4_request',
    });
  });
});
