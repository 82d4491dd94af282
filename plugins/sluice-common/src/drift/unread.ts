import { AccountObservation, ObservationPart } from '../accessModel';
import { driftOf } from './driftOf';
import { Drift } from './types';
import { World } from './World';

/** Parts that no declaration's access depends on. */
const NO_MATTER: ObservationPart[] = [
  'virtualClusters',
  'namespaces',
  'bucketPolicies',
];

/** What was not read, or too long ago, is unknown: nothing of it is called clean. */
export function findUnread(world: World): Drift[] {
  const missing = world.input.accounts.filter(
    ({ accountId, region }) => !world.accountOfId(accountId, region),
  );
  return [
    ...missing.map(({ accountId, name }) =>
      unread(world, accountId, 'account', `Account ${name} was not observed`),
    ),
    ...world.observations.flatMap(account => unreadOf(world, account)),
  ];
}

function unreadOf(world: World, account: AccountObservation): Drift[] {
  const { accountId, accountName, observedAt, failures } = account;
  const stale = world.input.index.isStale(account)
    ? [
        unread(
          world,
          accountId,
          'stale',
          `Account ${accountName} was last read at ${observedAt}, too long ago to rely on`,
        ),
      ]
    : [];
  return [
    ...stale,
    ...failures
      .filter(({ part }) => !NO_MATTER.includes(part))
      .map(({ part, message }) =>
        unread(
          world,
          accountId,
          part,
          `The ${part} of account ${accountName} could not be read: ${message.replace(
            /\.$/,
            '',
          )}`,
        ),
      ),
  ];
}

function unread(world: World, accountId: string, part: string, text: string) {
  return driftOf(world, {
    cause: 'notRead',
    direction: 'unknown',
    accountId,
    identity: part,
    text: `${text}. What depends on it is not known.`,
    repair: {
      kind: 'byHand',
      text: 'Let the role of Sluice read it, and observe the account again.',
    },
  });
}
