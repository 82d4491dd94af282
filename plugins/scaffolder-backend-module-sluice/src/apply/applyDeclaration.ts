import { createHash } from 'node:crypto';
import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  Declaration,
  hasSomethingToDo,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { SluiceApiService } from '@sluice/plugin-sluice-node';
import {
  describeFinding,
  describePlan,
  describeSteps,
  errorsOf,
} from './describePlan';
import { followToTheEnd } from './followToTheEnd';
import { changePath, planPath } from './links';
import { withPlainErrors } from './plainErrors';

/** What every action that applies a declaration is given. */
export interface ApplyOptions {
  api: SluiceApiService;
  /** Address of the app, for links in logs; paths alone when it is not known. */
  appBaseUrl?: string;
  /** Between two looks at a change. */
  pollMs: number;
}

/** The part of an action's context that applying needs. */
export interface ApplyContext {
  input: JsonObject;
  logger: LoggerService;
  isDryRun?: boolean;
  signal?: AbortSignal;
  getInitiatorCredentials(): Promise<BackstageCredentials>;
  checkpoint<T extends JsonObject>(options: {
    key: string;
    fn: () => Promise<T>;
  }): Promise<T>;
}

/** What is to be applied or taken back, and why. */
export interface Intent {
  kind: 'apply' | 'remove';
  /** Undefined when there is nothing that could be taken back. */
  declare(credentials: BackstageCredentials): Promise<Declaration | undefined>;
  /** Id of a change that took the declaration back and did not finish. */
  findUnfinished?(
    credentials: BackstageCredentials,
  ): Promise<string | undefined>;
  reason: string;
  /** Outputs that the plan knows, such as the ARN of a role. */
  readOutputs?(plan: SluiceApi.Plan): Record<string, string>;
}

/**
 * `planned`: a dry run stopped there. Otherwise what was declared is true now:
 * it was so before, or a change made it so.
 */
export type Outcome = {
  outcome: 'applied' | 'nothing to do' | 'planned';
  planId?: string;
  planUrl?: string;
  changeId?: string;
  changeUrl?: string;
  [output: string]: string | undefined;
};

/** What the checkpoint remembers. */
type Started = { planId?: string; outputs: Record<string, string> } & (
  | { outcome: 'started' | 'found'; changeId: string }
  | { outcome: 'nothing to do' | 'planned' }
);

/**
 * Plans, shows the plan in the log, applies it and follows it to the end.
 *
 * Plan and start of the change are one checkpoint: a task that is run again
 * goes on with the change that it started, and plans afresh if it started none,
 * since a plan whose world has changed is refused.
 *
 * @throws InputError when preflight found errors
 */
export async function applyDeclaration(
  context: ApplyContext,
  intent: Intent,
  options: ApplyOptions,
): Promise<Outcome> {
  const credentials = await context.getInitiatorCredentials();
  let startedNow = false;
  const started = await context.checkpoint<Started>({
    key: `change.${digest({ kind: intent.kind, input: context.input })}`,
    fn: () => {
      startedNow = true;
      return withPlainErrors(() =>
        start(context, intent, options, credentials),
      );
    },
  });
  const { planId, outputs } = started;
  const known = {
    ...outputs,
    ...(planId && { planId, planUrl: planPath(planId) }),
  };
  if (!('changeId' in started)) {
    return { ...known, outcome: started.outcome };
  }
  const { changeId } = started;
  await followToTheEnd(context, {
    ...options,
    credentials,
    changeId,
    resumed: !startedNow || started.outcome === 'found',
  });
  return {
    ...known,
    outcome: 'applied',
    changeId,
    changeUrl: changePath(changeId),
  };
}

async function start(
  { logger, isDryRun }: ApplyContext,
  { kind, declare, findUnfinished, reason, readOutputs }: Intent,
  { api }: ApplyOptions,
  credentials: BackstageCredentials,
): Promise<Started> {
  const declaration = await declare(credentials);
  if (!declaration) {
    const changeId = await findUnfinished?.(credentials);
    if (!changeId) {
      logger.info('Nothing to do.');
      return { outcome: 'nothing to do', outputs: {} };
    }
    if (!isDryRun) return { outcome: 'found', changeId, outputs: {} };
    logger.info(`Dry run: change ${changeId} would be gone on with.`);
    return { outcome: 'planned', outputs: {} };
  }
  const plan = await api.createPlan({ kind, declaration }, { credentials });
  for (const line of describePlan(plan)) logger.info(line);
  const errors = errorsOf(plan);
  if (errors.length > 0) {
    throw new InputError(
      `${plan.title} is not possible: ${errors
        .map(describeFinding)
        .join('; ')}`,
    );
  }
  const planned = { planId: plan.id, outputs: readOutputs?.(plan) ?? {} };
  if (!hasSomethingToDo(plan)) {
    logger.info('Nothing to do: all is as wanted.');
    return { ...planned, outcome: 'nothing to do' };
  }
  if (isDryRun) {
    for (const line of describeSteps(plan)) logger.info(line);
    logger.info('Dry run: nothing was changed.');
    return { ...planned, outcome: 'planned' };
  }
  const { summary } = await api.createChange(
    { planId: plan.id, reason },
    { credentials },
  );
  return { ...planned, outcome: 'started', changeId: summary.id };
}

function digest(value: JsonObject): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
