import { ConfigReader } from '@backstage/config';
import { refuseRealAccounts } from './refuseRealAccounts';

describe('refuseRealAccounts', () => {
  it.each<[string, object, Record<string, string>]>([
    ['configuration sluice.accounts', { sluice: { accounts: [] } }, {}],
    ['configuration aws.accounts', { aws: { accounts: [] } }, {}],
    ['configuration aws.mainAccount', { aws: { mainAccount: {} } }, {}],
    ['configuration aws.accountDefaults', { aws: { accountDefaults: {} } }, {}],
    ...[
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_PROFILE',
      'AWS_WEB_IDENTITY_TOKEN_FILE',
      'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
      'AWS_CONTAINER_CREDENTIALS_FULL_URI',
      'AWS_ENDPOINT_URL',
      'AWS_ENDPOINT_URL_S3',
    ].map((name): [string, object, Record<string, string>] => [
      `environment variable ${name}`,
      {},
      { [name]: 'x' },
    ]),
  ])('does not start next to %s', (found, config, environment) => {
    expect(() =>
      refuseRealAccounts(new ConfigReader(config as any), environment),
    ).toThrow(`but found: ${found}. Remove`);
  });

  it('names all that it found, and both ways on', () => {
    expect(() =>
      refuseRealAccounts(new ConfigReader({ aws: { accounts: [] } }), {
        AWS_PROFILE: 'production',
        AWS_ACCESS_KEY_ID: '',
      }),
    ).toThrow(
      'found: configuration aws.accounts, environment variable AWS_PROFILE. Remove them to use the sandbox, or set sluice.sandbox.enabled to false to use the accounts.',
    );
  });

  it('has nothing against a region', () => {
    expect(() =>
      refuseRealAccounts(new ConfigReader({ sluice: { sandbox: {} } }), {
        AWS_REGION: 'us-west-2',
      }),
    ).not.toThrow();
  });
});
