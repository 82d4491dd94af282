import { ApprovalStep, RequestPolicy } from './approval';
import { AccessRequest } from './request';
import { AccessTerms, RequestedTable } from './terms';

/**
 * Who has to agree: the owners of each table, then those whom the policy asks
 * about columns of their classifications.
 * @public
 */
export function approvalStepsOf(
  terms: AccessTerms,
  policy: Pick<RequestPolicy, 'ownerQuorum' | 'sensitive'>,
): ApprovalStep[] {
  const owners = terms.tables.map(({ table, ref }) => ({
    id: `owner:${table}`,
    stage: 0,
    title: `Owner of ${ref.databaseName}.${ref.tableName}`,
    approvers: { kind: 'ownersOf' as const, tables: [table] },
    quorum: policy.ownerQuorum,
    why: 'The owner of a data product decides who reads it.',
  }));
  const sensitive = policy.sensitive.flatMap((rule, index) => {
    const columns = terms.tables.flatMap(table =>
      classifiedColumns(table, rule.classifications),
    );
    if (columns.length === 0) return [];
    return [
      {
        id: `sensitive:${index}`,
        stage: index + 1,
        title: rule.title,
        approvers: { kind: 'members' as const, refs: rule.approvers },
        quorum: rule.quorum,
        why: `Sensitive columns: ${columns.join(', ')}.`,
      },
    ];
  });
  return [...owners, ...sensitive];
}

/**
 * The steps of a request once its terms are narrower: those that were needed
 * before and no longer are stay, marked as skipped.
 * @public
 */
export function stepsAfterCounterOffer(
  steps: ApprovalStep[],
  terms: AccessTerms,
  policy: Pick<RequestPolicy, 'ownerQuorum' | 'sensitive'>,
): ApprovalStep[] {
  const needed = new Map(
    approvalStepsOf(terms, policy).map(step => [step.id, step]),
  );
  return steps.map(
    step =>
      needed.get(step.id) ?? {
        ...step,
        skipped: step.skipped ?? 'Nothing that it was needed for is left.',
      },
  );
}

/** Whether a step has all the approvals it needs, or needs none. @public */
export function isStepComplete(
  { agreement }: Pick<AccessRequest, 'agreement'>,
  step: ApprovalStep,
): boolean {
  if (step.skipped) return true;
  const people = new Set(
    agreement.decisions
      .filter(
        ({ stepId, outcome }) => stepId === step.id && outcome === 'approved',
      )
      .map(({ by, onBehalfOf }) => onBehalfOf ?? by),
  );
  return people.size >= step.quorum;
}

/** Steps that wait for somebody now: those of the first stage that is not complete. @public */
export function openSteps(
  request: Pick<AccessRequest, 'agreement'>,
): ApprovalStep[] {
  if (request.agreement.status !== 'pending') return [];
  const open = request.agreement.steps.filter(
    step => !isStepComplete(request, step),
  );
  const stage = Math.min(...open.map(each => each.stage));
  return open.filter(each => each.stage === stage);
}

/** Whether nothing is left to be decided. @public */
export function isFullyApproved(
  request: Pick<AccessRequest, 'agreement'>,
): boolean {
  return request.agreement.steps.every(step => isStepComplete(request, step));
}

function classifiedColumns(
  { ref, columns }: RequestedTable,
  classifications: string[],
): string[] {
  const wanted = new Set(classifications.map(lower));
  return columns
    .filter(
      ({ classification }) =>
        classification && wanted.has(lower(classification)),
    )
    .map(({ name }) => `${ref.databaseName}.${ref.tableName}.${name}`);
}

function lower(text: string): string {
  return text.toLocaleLowerCase('en-US');
}
