import { ConflictError, InputError } from '@backstage/errors';
import {
  AccessRequest,
  AccessTerms,
  approvalStepsOf,
  ApprovalStep,
  RequestEvent,
  RequestPolicy,
  SluiceApi,
  widenings,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';
import { resolveTerms } from './Terms';
import { timeOf } from './times';
import { isSameTerms } from './twins';

const MINUTE_MS = 60_000;

/** What narrower terms are resolved and compared by. */
export interface NarrowingContext {
  snapshot: AccessSnapshot;
  policy: RequestPolicy;
  now: Date;
}

/**
 * Terms in place of others, none of which they may exceed. What they do not say
 * of time stays as it stands.
 *
 * @throws InputError listing all that would be wider
 */
export function narrowedTerms(
  asked: SluiceApi.AskedTerms,
  standing: AccessTerms,
  context: NarrowingContext,
): AccessTerms {
  const { snapshot } = context;
  const startsAt = asked.startsAt ?? standing.startsAt;
  const terms = resolveTerms(
    {
      tables: asked.tables,
      ...(startsAt !== undefined && { startsAt }),
      durationMinutes: asked.durationMinutes ?? standing.durationMinutes,
    },
    { ...context, standing },
  );
  const wider = widenings(
    terms,
    standing,
    table => snapshot.world.findTable(table)?.table.columns ?? [],
  );
  if (wider.length === 0) return terms;
  throw new InputError(
    `Other terms must be narrower than those that stand: ${wider.join(
      '; ',
    )}. For more, make a new request.`,
  );
}

/**
 * What a reduction makes happen.
 * @throws InputError when nothing would be less, or something more
 */
export function reductionEvent(
  { terms: standing, agreement }: AccessRequest,
  reduction: SluiceApi.RequestReduction & { reason: string },
  context: NarrowingContext,
): RequestEvent {
  const { startsAt } = reduction.terms;
  if (startsAt !== undefined && startsAt !== standing.startsAt) {
    throw new InputError(
      'A reduction does not change when access starts. Leave startsAt out.',
    );
  }
  const terms = narrowedTerms(reduction.terms, standing, context);
  const starts = Date.parse(agreement.startsAt!);
  const expires = Date.parse(agreement.expiresAt!);
  const ends = Math.min(
    expires,
    ...(terms.durationMinutes < standing.durationMinutes
      ? [starts + terms.durationMinutes * MINUTE_MS]
      : []),
    ...(reduction.expiresAt !== undefined
      ? [timeOf(reduction.expiresAt, 'expiresAt')]
      : []),
  );
  refuseEnd(ends, reduction, { expires, starts, now: context.now });
  if (ends === expires && isSameTerms(terms, standing)) {
    throw new InputError(
      'This is what stands already. Leave columns, rows or time out.',
    );
  }
  return {
    type: 'reduced',
    reason: reduction.reason,
    terms: {
      ...terms,
      durationMinutes: Math.min(
        standing.durationMinutes,
        Math.ceil((ends - starts) / MINUTE_MS),
      ),
    },
    ...(ends < expires && { expiresAt: new Date(ends).toISOString() }),
  };
}

function refuseEnd(
  ends: number,
  { expiresAt }: SluiceApi.RequestReduction,
  times: { expires: number; starts: number; now: Date },
): void {
  if (expiresAt && Date.parse(expiresAt) > times.expires) {
    throw new InputError(
      `expiresAt is ${expiresAt}, later than ${new Date(
        times.expires,
      ).toISOString()}, when access ends anyway. For more time, ask for an extension.`,
    );
  }
  if (ends > Math.max(times.now.getTime(), times.starts)) return;
  throw new InputError(
    `Access would end at ${new Date(
      ends,
    ).toISOString()}, before it starts or in the past. To end it now, revoke it.`,
  );
}

/**
 * Steps of terms by the classifications that columns have now: what was
 * classified since has to be approved as such.
 */
export function currentSteps(
  terms: AccessTerms,
  { snapshot, policy }: Pick<NarrowingContext, 'snapshot' | 'policy'>,
): ApprovalStep[] {
  const tables = terms.tables.map(asked => {
    const columns = snapshot.world.findTable(asked.table)?.table.columns ?? [];
    return {
      ...asked,
      columns: asked.columns.map(({ fieldId, name }) => {
        const current = columns.find(each => each.fieldId === fieldId);
        return {
          fieldId,
          name,
          ...(current?.classification && {
            classification: current.classification,
          }),
        };
      }),
    };
  });
  return approvalStepsOf({ ...terms, tables }, policy);
}

/** @throws ConflictError when somebody would have to agree now who was not asked */
export function refuseMissingSteps(
  { id }: AccessRequest,
  steps: ApprovalStep[],
  needed: ApprovalStep[],
): void {
  const asked = new Set(
    steps.flatMap(({ id: stepId, skipped }) => (skipped ? [] : [stepId])),
  );
  const missing = needed.filter(step => !asked.has(step.id));
  if (missing.length === 0) return;
  throw new ConflictError(
    `Request ${id} needs somebody else to agree since it was submitted: ${missing
      .map(({ title, why }) => `${title} (${why})`)
      .join('; ')} Have the team edit and submit it again.`,
  );
}
