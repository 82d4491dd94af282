import {
  AccessRequest,
  ApprovalStep,
  isStepComplete,
  openSteps,
  phaseOf,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';

/** What a view takes from the moment and from the caller. */
export interface RequestViewContext {
  snapshot: AccessSnapshot;
  /** What the caller may do to it now. */
  actions: SluiceApi.RequestAction[];
}

/** A request as lists show it. */
export function viewRequestSummary(
  request: AccessRequest,
  { snapshot, actions }: RequestViewContext,
): SluiceApi.AccessRequestSummary {
  const { agreement, terms } = request;
  const startsAt = agreement.startsAt ?? terms.startsAt;
  return {
    id: request.id,
    grantId: request.grantId,
    ...(request.supersedes && { supersedes: request.supersedes }),
    revision: request.revision,
    phase: phaseOf(request),
    team: request.team,
    teamTitle: snapshot.findTeam(request.team)?.title ?? request.team,
    requester: request.requester,
    purpose: request.purpose,
    tables: terms.tables.map(table => viewTable(table, snapshot)),
    durationMinutes: terms.durationMinutes,
    ...(startsAt && { startsAt }),
    ...(agreement.expiresAt && { expiresAt: agreement.expiresAt }),
    waitingFor: openSteps(request).map(({ title }) => title),
    actions,
    createdAt: request.createdAt,
    ...(agreement.submittedAt && { submittedAt: agreement.submittedAt }),
    updatedAt: request.updatedAt,
  };
}

/** The whole of a request. */
export function viewRequest(
  request: AccessRequest,
  options: RequestViewContext & {
    history: SluiceApi.HistoryEntry[];
    supersededBy?: string;
    /** Those whom unanswered requests go to. */
    escalationRefs: string[];
  },
): SluiceApi.AccessRequest {
  const { snapshot, history, supersededBy, escalationRefs } = options;
  return {
    summary: viewRequestSummary(request, options),
    terms: request.terms,
    ...(request.asked && { asked: request.asked }),
    agreement: {
      ...request.agreement,
      steps: request.agreement.steps.map(step =>
        viewStep(step, { request, snapshot, escalationRefs }),
      ),
    },
    fulfilment: request.fulfilment,
    ...(supersededBy && { supersededBy }),
    ...(request.reviewedAt && { reviewedAt: request.reviewedAt }),
    history,
  };
}

/** A step with who may decide it now. */
export function viewStep(
  step: ApprovalStep,
  options: {
    /** Absent while the terms are only looked at. */
    request?: AccessRequest;
    snapshot: AccessSnapshot;
    escalationRefs: string[];
  },
): SluiceApi.ApprovalStep {
  const { request, snapshot, escalationRefs } = options;
  const { id, stage, title, why, quorum, skipped, approvers } = step;
  const refs =
    approvers.kind === 'members'
      ? approvers.refs
      : approvers.tables.flatMap(table => snapshot.productOwnersOf(table));
  const escalated = request?.agreement.escalatedAt ? escalationRefs : [];
  return {
    id,
    stage,
    title,
    why,
    quorum,
    ...(skipped && { skipped }),
    state: stateOf(step, request),
    approverRefs: [...new Set([...refs, ...escalated])],
  };
}

function stateOf(
  step: ApprovalStep,
  request?: AccessRequest,
): SluiceApi.ApprovalStep['state'] {
  if (step.skipped) return 'skipped';
  if (!request) return 'waiting';
  if (isStepComplete(request, step)) return 'complete';
  return openSteps(request).some(({ id }) => id === step.id)
    ? 'open'
    : 'waiting';
}

function viewTable(
  { table, ref, columns, rowFilter }: AccessRequest['terms']['tables'][number],
  snapshot: AccessSnapshot,
): SluiceApi.AccessRequestSummary['tables'][number] {
  const product = snapshot.productOf(table);
  const total = snapshot.world.findTable(table)?.table.columns.length;
  return {
    table,
    name: `${ref.databaseName}.${ref.tableName}`,
    ...(product && {
      productRef: product.entityRef,
      productTitle: product.title,
    }),
    columns: columns.map(({ name }) => name),
    ...(total !== undefined && { totalColumns: total }),
    ...(rowFilter && { rowFilter }),
  };
}
