import { AccountObservation, ObservedTable, TableRef } from '../accessModel';
import { IamVerdict } from '../iamAccess';
import { stableId } from '../stableId';
import type {
  BypassFinding,
  BypassKind,
  FindingSeverity,
} from '../explorer/types';

/** All kinds of finding. @public */
export const BYPASS_KINDS: BypassKind[] = [
  'directS3Access',
  'fullTableExternalAccess',
  'hybridWithoutOptIn',
  'iamAllowedPrincipals',
  'unregisteredLocation',
  'startsJobsAsOthers',
  'assumesTeamRole',
  'dataLakeAdministrator',
  'notRead',
];

/** @param options.about - tells findings of one kind and principal apart */
export function finding({
  about = '',
  ...options
}: Omit<BypassFinding, 'id' | 'tables'> & {
  tables?: TableRef[];
  about?: string;
}): BypassFinding {
  const { kind, accountId, principal = '' } = options;
  return {
    id: stableId([kind, accountId, principal, about]),
    tables: [],
    ...options,
  };
}

/** Who may is worse than who perhaps may. */
export function severityOf(verdict: IamVerdict): FindingSeverity {
  return verdict === 'yes' ? 'high' : 'medium';
}

/** `role x of account y`, in which an ARN is easier to read. */
export function nameOf(arn: string): string {
  const [, , , , accountId, path = ''] = arn.split(':');
  const [type, ...name] = path.split('/');
  return name.length > 0
    ? `${type} ${name.at(-1)} of account ${accountId}`
    : arn;
}

/** Tables that Sluice serves. */
export function icebergTables({ tables }: AccountObservation): ObservedTable[] {
  return tables.filter(({ format }) => format === 'iceberg');
}

/** Of a global service, every region of an account says the same. */
export function once<T>(items: T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map(item => [keyOf(item), item])).values()];
}
