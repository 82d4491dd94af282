import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const CONFIG_KEYS = [
  'sluice.accounts',
  'aws.accounts',
  'aws.mainAccount',
  'aws.accountDefaults',
];

const ENVIRONMENT = [
  /^AWS_ACCESS_KEY_ID$/,
  /^AWS_SECRET_ACCESS_KEY$/,
  /^AWS_SESSION_TOKEN$/,
  /^AWS_PROFILE$/,
  /^AWS_WEB_IDENTITY_TOKEN_FILE$/,
  /^AWS_CONTAINER_CREDENTIALS_(RELATIVE|FULL)_URI$/,
  /^AWS_ENDPOINT_URL(_.+)?$/,
];

/**
 * The sandbox stands in for AWS; beside real accounts nobody could tell which
 * of the two is on the screen. So it does not start next to any.
 *
 * @throws InputError naming what was found and both ways on
 */
export function refuseRealAccounts(
  config: Config,
  environment: Record<string, string | undefined>,
) {
  const found = [
    ...CONFIG_KEYS.filter(key => config.has(key)).map(
      key => `configuration ${key}`,
    ),
    ...Object.keys(environment)
      .filter(
        name =>
          environment[name] && ENVIRONMENT.some(pattern => pattern.test(name)),
      )
      .sort()
      .map(name => `environment variable ${name}`),
  ];
  if (found.length > 0) {
    throw new InputError(
      `The sandbox does not start next to real AWS accounts or credentials, but found: ${found.join(
        ', ',
      )}. Remove them to use the sandbox, or set sluice.sandbox.enabled to false to use the accounts.`,
    );
  }
}
