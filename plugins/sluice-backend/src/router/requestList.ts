import {
  AccessRequest,
  AgreementStatus,
  entitlementsOf,
  phaseOf,
  RequestPhase,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';
import { RequestFilter, RequestStore } from '../requests';
import { RequestScope } from './RequestAuthorizer';

/** What of the requests is listed; what is absent does not matter. */
export interface RequestListQuery {
  list?: 'all' | 'mine' | 'toDecide';
  phase?: RequestPhase[];
  team?: string;
  table?: string;
  product?: string;
  /** Entity ref of who asked or decided. */
  person?: string;
}

/** Agreements that can be in a phase; the fulfilment tells the rest. */
const AGREEMENTS_OF: Record<RequestPhase, AgreementStatus[]> = {
  draft: ['draft'],
  pending: ['pending'],
  approved: ['approved'],
  applying: ['approved'],
  active: ['approved'],
  failed: ['approved', 'expired', 'revoked'],
  expiring: ['expired'],
  expired: ['expired'],
  revoking: ['approved', 'revoked'],
  revoked: ['revoked'],
  denied: ['denied'],
  withdrawn: ['withdrawn'],
  superseded: ['superseded'],
};

/**
 * One page of the requests that the caller may see, newest first. Conditions of
 * the permission are applied to what the database gave, since they are about
 * owners as they are now.
 */
export async function listRequests(options: {
  store: RequestStore;
  scope: RequestScope;
  query: RequestListQuery;
  escalationRefs: string[];
  limit: number;
  before?: number;
}): Promise<{ items: AccessRequest[]; next?: number }> {
  const { store, scope, query, limit } = options;
  const filter = filterOf(query, scope);
  const items: AccessRequest[] = [];
  let next = options.before;
  do {
    const page = await store.page(filter, {
      limit: limit - items.length,
      before: next,
    });
    items.push(...page.items.filter(each => isListed(each, options)));
    next = page.next;
  } while (next !== undefined && items.length < limit);
  return { items, ...(next !== undefined && { next }) };
}

function filterOf(
  { list, phase, team, table, product }: RequestListQuery,
  { decider, snapshot }: RequestScope,
): RequestFilter {
  const teams = [
    ...(team ? [[team]] : []),
    ...(list === 'mine' ? [decider?.ownershipRefs ?? []] : []),
  ];
  const tables = [
    ...(table ? [[table]] : []),
    ...(product ? [tablesOf(product, snapshot)] : []),
  ];
  const agreement =
    list === 'toDecide'
      ? (['pending'] as const)
      : phase && [...new Set(phase.flatMap(each => AGREEMENTS_OF[each]))];
  return {
    ...(teams.length > 0 && { teams: common(teams) }),
    ...(tables.length > 0 && { tables: common(tables) }),
    ...(agreement && { agreement }),
  };
}

function isListed(
  request: AccessRequest,
  {
    scope,
    query,
    escalationRefs,
  }: { scope: RequestScope; query: RequestListQuery; escalationRefs: string[] },
): boolean {
  const { list, phase, person } = query;
  if (!scope.may('read', request)) return false;
  if (phase && !phase.includes(phaseOf(request))) return false;
  if (person && !peopleOf(request).includes(person)) return false;
  if (list !== 'toDecide') return true;
  const { decider, snapshot } = scope;
  return (
    decider !== undefined &&
    scope.may('decide', request) &&
    entitlementsOf(request, decider, {
      ownersOf: table => snapshot.productOwnersOf(table),
      escalationRefs,
    }).length > 0
  );
}

function peopleOf({ requester, agreement }: AccessRequest): string[] {
  return [
    requester,
    ...agreement.decisions.flatMap(({ by, onBehalfOf }) =>
      onBehalfOf ? [by, onBehalfOf] : [by],
    ),
  ];
}

function tablesOf(product: string, snapshot: AccessSnapshot): string[] {
  return snapshot.tables([product]).map(({ entityRef }) => entityRef);
}

/** What is in each of the lists. */
function common(lists: string[][]): string[] {
  return lists.reduce((left, right) =>
    left.filter(each => right.includes(each)),
  );
}
