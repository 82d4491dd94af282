import {
  AccessIndex,
  BypassFinding,
  findBypasses,
  SluiceApi,
  tableEntityRef,
  tableKey,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot, TableEntry } from '../access';

/** Kept as long as what was observed, and the teams, are the same. */
const kept = new WeakMap<
  AccessIndex,
  { teams: string; findings: BypassFinding[] }
>();

/** Ways past Lake Formation at the moment of a snapshot. */
export function bypassesOf(snapshot: AccessSnapshot): BypassFinding[] {
  const { index } = snapshot.world;
  const teams = snapshot.teams.flatMap(({ roleArn, title }) =>
    roleArn ? [{ principal: roleArn, title }] : [],
  );
  const key = JSON.stringify(teams);
  const known = kept.get(index);
  if (known?.teams === key) return known.findings;
  const findings = findBypasses(index, { teams });
  kept.set(index, { teams: key, findings });
  return findings;
}

/** Whether a finding names a table. */
export function concerns(
  { tables }: BypassFinding,
  { table }: TableEntry,
): boolean {
  const key = tableKey(table.ref);
  return tables.some(ref => tableKey(ref) === key);
}

/** A finding as the API shows it. */
export function viewFinding(
  finding: BypassFinding,
  snapshot: AccessSnapshot,
): SluiceApi.BypassFinding {
  const nameOf = (accountId: string, region?: string) =>
    snapshot.accounts.find(
      ({ account }) =>
        account.accountId === accountId &&
        (region === undefined || account.region === region),
    )?.account.name;
  const accountName = nameOf(finding.accountId);
  return {
    ...finding,
    ...(accountName && { accountName }),
    tables: finding.tables.flatMap(table => {
      const owner = nameOf(table.catalogId, table.region);
      return owner ? [{ entityRef: tableEntityRef(owner, table), table }] : [];
    }),
  };
}
