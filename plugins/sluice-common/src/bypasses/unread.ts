import { AccountObservation, ObservationPart } from '../accessModel';
import type { AccessIndex } from '../effectiveAccess';
import type { BypassFinding } from '../explorer/types';
import { finding, icebergTables } from './finding';
import { placeOf } from './places';

const PARTS: Partial<Record<ObservationPart, string>> = {
  tables: 'tables are in it',
  permissions: 'permissions IAM_ALLOWED_PRINCIPALS holds',
  locations: 'locations are registered',
  settings: 'its Lake Formation settings allow',
  optIns: 'principals are opted in',
  iamPolicies: 'its roles and users may do by IAM',
  bucketPolicies: 'the policies of its buckets allow',
};

/** What would tell of ways past Lake Formation, and was not read. */
export function findUnread(
  index: AccessIndex,
  account: AccountObservation,
): BypassFinding[] {
  const { accountId, region } = account;
  const unread = (
    about: string,
    text: string,
    tables?: BypassFinding['tables'],
  ) =>
    finding({
      kind: 'notRead',
      severity: 'unknown',
      accountId,
      about: `${region} ${about}`,
      text,
      repair: `Let Sluice's observer role in account ${accountId} read it, and start an observation.`,
      ...(tables && { tables }),
    });
  const findings = Object.entries(PARTS).flatMap(([part, what]) => {
    const failure = index.findFailure(account, part as ObservationPart);
    return failure === undefined
      ? []
      : [
          unread(
            part,
            `Of account ${accountId} it could not be read what ${what}: ${failure}`,
          ),
        ];
  });
  if (index.isStale(account)) {
    findings.push(
      unread(
        'stale',
        `Account ${accountId} was last read at ${account.observedAt}, which is too long ago to rely on.`,
      ),
    );
  }
  const isRead = (part: ObservationPart) =>
    index.findFailure(account, part) === undefined;
  if (!account.settings && isRead('settings')) {
    findings.push(
      unread(
        'settings',
        `The Lake Formation settings of account ${accountId} were not read.`,
      ),
    );
  }
  const buckets = new Set(account.bucketPolicies.map(({ bucket }) => bucket));
  const unknown = icebergTables(account).filter(({ location }) => {
    const place = placeOf(location);
    return !place || !buckets.has(place.bucket);
  });
  if (unknown.length > 0 && isRead('bucketPolicies')) {
    findings.push(
      unread(
        'buckets',
        `Tables of account ${accountId} lie in buckets whose policies were not read, so that it is not known who else reads their files.`,
        unknown.map(({ ref }) => ref),
      ),
    );
  }
  return findings;
}
