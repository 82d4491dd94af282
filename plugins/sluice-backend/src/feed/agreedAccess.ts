import {
  AccessGrantSpec,
  AccessLevel,
  AccessStage,
  ObservedTable,
} from '@sluice/plugin-sluice-common';
import { LiveAgreement } from './LiveAgreements';

/** Looks up what was agreed about a team and a table. */
export class AgreementIndex {
  private readonly byTeamAndTable = new Map<string, LiveAgreement[]>();

  constructor(agreements: readonly LiveAgreement[]) {
    for (const agreement of agreements) {
      const key = keyOf(agreement.team, agreement.table);
      const others = this.byTeamAndTable.get(key);
      if (others) others.push(agreement);
      else this.byTeamAndTable.set(key, [agreement]);
    }
  }

  /** A table that was made anew under its old name is not the one agreed on. */
  find(
    team: string,
    table: { entityRef: string; table: ObservedTable },
  ): LiveAgreement[] {
    const { entityRef } = table;
    const { tableUuid } = table.table;
    const agreements = this.byTeamAndTable.get(keyOf(team, entityRef)) ?? [];
    return agreements.filter(
      agreement =>
        !tableUuid || !agreement.tableUuid || agreement.tableUuid === tableUuid,
    );
  }
}

function keyOf(team: string, table: string): string {
  return `${team} ${table}`;
}

/**
 * What a grant says of its agreements. One whose start has not come is told of,
 * but is not yet why the team reads anything.
 */
export function agreedAccess(
  agreements: LiveAgreement[],
  table: ObservedTable,
): Pick<AccessGrantSpec, 'origin' | 'agreements'> & {
  declared?: AccessStage;
} {
  const begun = agreements.filter(agreement => agreement.begun);
  return {
    // Without one, it was found in Lake Formation: nobody asked Sluice for it.
    origin: begun.length > 0 ? 'request' : 'import',
    ...(begun.length > 0 && { declared: declaredStage(begun, table) }),
    ...(agreements.length > 0 && {
      agreements: agreements.map(agreement => ({
        request: agreement.request,
        purpose: agreement.purpose,
        startsAt: agreement.startsAt,
        expiresAt: agreement.expiresAt,
        requestedBy: agreement.requestedBy,
        approvedBy: agreement.approvedBy,
      })),
    }),
  };
}

function declaredStage(
  agreements: LiveAgreement[],
  table: ObservedTable,
): AccessStage {
  const latest = agreements.reduce((last, each) =>
    each.startsAt >= last.startsAt ? each : last,
  );
  return {
    level: agreedLevel(agreements, table),
    since: latest.startsAt,
    evidence: latest.request,
  };
}

/** Agreements add up, as permissions in Lake Formation do. */
function agreedLevel(
  agreements: LiveAgreement[],
  { columns }: ObservedTable,
): AccessLevel {
  const wholeColumns = new Set(
    agreements.filter(({ allRows }) => allRows).flatMap(each => each.fieldIds),
  );
  if (wholeColumns.size === 0) return 'partial';
  const fieldIds = columns.flatMap(({ fieldId }) => fieldId ?? []);
  // Whether these are all of them, nobody can tell.
  if (fieldIds.length === 0 || fieldIds.length < columns.length) {
    return 'unknown';
  }
  return fieldIds.every(id => wholeColumns.has(id)) ? 'full' : 'partial';
}
