import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { ConnectedAccount } from './awsConnection';

const NAMESPACE = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const ACCOUNT_ID = /^\d{12}$/;
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/**
 * Reads `sluice.accounts`.
 *
 * @throws InputError naming the entry and the key that is wrong.
 * @public
 */
export function readConnectedAccounts(config: Config): ConnectedAccount[] {
  const entries = config.getOptionalConfigArray('sluice.accounts') ?? [];
  const accounts = entries.map(readAccount);
  const places = new Map<string, string>();
  const names = new Set<string>();
  for (const account of accounts) {
    if (names.has(account.name)) {
      throw new InputError(
        `sluice.accounts names '${account.name}' twice; each account and region needs a name of its own`,
      );
    }
    names.add(account.name);

    const place = `${account.accountId} in ${account.region}`;
    const other = places.get(place);
    if (other) {
      throw new InputError(
        `sluice.accounts connects account ${place} twice, as '${other}' and '${account.name}'; remove one of them`,
      );
    }
    places.set(place, account.name);
  }
  return accounts;
}

function readAccount(config: Config, index: number): ConnectedAccount {
  const at = `sluice.accounts[${index}]`;
  const name = config.getString('name');
  if (!NAMESPACE.test(name) || name.length > 63) {
    throw new InputError(
      `${at}.name is '${name}'; it becomes a catalog namespace, so use lower-case letters, digits and single dashes, at most 63 characters`,
    );
  }
  const accountId = config.getString('accountId');
  if (!ACCOUNT_ID.test(accountId)) {
    throw new InputError(
      `${at}.accountId of '${name}' is '${accountId}'; an AWS account id has 12 digits (quote it in YAML)`,
    );
  }
  const region = config.getString('region');
  if (!REGION.test(region)) {
    throw new InputError(
      `${at}.region of '${name}' is '${region}'; expected a region such as 'us-west-2'`,
    );
  }
  return {
    name,
    accountId,
    region,
    eksClusters: config.getOptionalStringArray('eksClusters') ?? [],
  };
}
