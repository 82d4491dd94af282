import { ApprovalStep, RequestPolicy, SensitiveApproval } from './approval';
import { AccessRequest } from './request';
import { AccessTerms } from './terms';

const NOTHING_LEFT = 'Nothing that it was needed for is left.';

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
    const columns = classifiedColumns(terms, rule);
    if (columns.length === 0) return [];
    return [
      {
        id: sensitiveStepId(rule),
        stage: index + 1,
        title: rule.title,
        approvers: { kind: 'members' as const, refs: rule.approvers },
        quorum: rule.quorum,
        why: whySensitive(columns),
      },
    ];
  });
  return [...owners, ...sensitive];
}

/**
 * The steps of a request once its terms are narrower: those that were needed
 * before and no longer are stay, marked as skipped. Who has to agree is
 * otherwise what it was when the request was submitted, whatever the rules are
 * now; a step whose rule is gone stays needed.
 * @public
 */
export function stepsAfterCounterOffer(
  steps: ApprovalStep[],
  terms: AccessTerms,
  policy: Pick<RequestPolicy, 'sensitive'>,
): ApprovalStep[] {
  return steps.map(step => {
    if (step.skipped) return step;
    const { approvers } = step;
    if (approvers.kind === 'ownersOf') {
      return terms.tables.some(({ table }) => approvers.tables.includes(table))
        ? step
        : { ...step, skipped: NOTHING_LEFT };
    }
    const rule = policy.sensitive.find(
      each => sensitiveStepId(each) === step.id,
    );
    if (!rule) return step;
    const columns = classifiedColumns(terms, rule);
    return columns.length > 0
      ? { ...step, why: whySensitive(columns) }
      : { ...step, skipped: NOTHING_LEFT };
  });
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

/** Whether somebody had to agree, and nothing is left to be decided. @public */
export function isFullyApproved(
  request: Pick<AccessRequest, 'agreement'>,
): boolean {
  const { steps } = request.agreement;
  return steps.length > 0 && steps.every(step => isStepComplete(request, step));
}

/** By its title, since rules before it may come and go. */
function sensitiveStepId({ title }: SensitiveApproval): string {
  return `sensitive:${title}`;
}

function whySensitive(columns: string[]): string {
  return `Sensitive columns: ${columns.join(', ')}.`;
}

function classifiedColumns(
  { tables }: AccessTerms,
  { classifications }: SensitiveApproval,
): string[] {
  const wanted = new Set(classifications.map(lower));
  return tables.flatMap(({ ref, columns }) =>
    columns
      .filter(
        ({ classification }) =>
          classification && wanted.has(lower(classification)),
      )
      .map(({ name }) => `${ref.databaseName}.${ref.tableName}.${name}`),
  );
}

function lower(text: string): string {
  return text.toLocaleLowerCase('en-US');
}
