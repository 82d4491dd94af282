import {
  PlanStep,
  PreflightFinding,
  stepsToDo,
} from '@sluice/plugin-sluice-common';
import { ResourceContext } from '../resources';
import { readSettings } from '../resources/lakeFormationSettings';
import { AwsCaller, callerOf } from './callerOf';
import { NeededRight, neededRights } from './neededRights';
import { typeOf } from './resourceAccess';
import { ResourceContexts } from './ResourceContexts';
import { simulateRights, Verdict } from './simulateRights';

/** ARNs that a message names before it says how many more there are. */
const NAMED = 3;

const POLICIES =
  'producer-policy.json or consumer-policy.json of plugins/sluice-backend/iam';

/** Grants, filters and registrations are for administrators; the settings, of which they are part, for IAM alone. */
const OF_ADMINISTRATORS =
  /^lakeformation:(Grant|Revoke|Create|Update|Delete|Register|Deregister)/;

type Judged = [NeededRight, Verdict];

/**
 * Whether Sluice itself may do what a plan wants, in each account that the plan
 * writes in. It is asked before the first write, so that no plan ends half-way
 * for want of a right; what cannot be found out is said.
 */
export async function rightsFindings(
  steps: PlanStep[],
  contexts: ResourceContexts,
): Promise<PreflightFinding[]> {
  const writing = stepsToDo(steps);
  const accounts = [...new Set(writing.map(({ account }) => account))].sort();
  const findings = await Promise.all(
    accounts.map(account =>
      findingsIn(
        account,
        writing.filter(step => step.account === account),
        contexts,
      ),
    ),
  );
  return findings.flat();
}

async function findingsIn(
  account: string,
  steps: PlanStep[],
  contexts: ResourceContexts,
): Promise<PreflightFinding[]> {
  try {
    const context = await contexts.forReading(account);
    const caller = await callerOf(context);
    if (caller.accountId !== context.account.accountId) {
      return [
        finding(
          'error',
          `The credentials for ${account}, which is account ${context.account.accountId}, are of account ${caller.accountId} (${caller.arn}). Correct aws.accounts in the configuration.`,
        ),
      ];
    }
    // The root user may do everything, also in Lake Formation.
    if (caller.kind === 'root') return [];
    const results = await Promise.all([
      orUnknown('rights', account, caller, () =>
        deniedRights(steps, caller, context),
      ),
      orUnknown(
        'part among the data lake administrators',
        account,
        caller,
        () => missingAdministrator(steps, caller, context),
      ),
    ]);
    return results.flat();
  } catch (error) {
    return [unknown(`Who Sluice is in ${account}`, error as Error)];
  }
}

async function deniedRights(
  steps: PlanStep[],
  caller: AwsCaller,
  context: ResourceContext,
): Promise<PreflightFinding[]> {
  if (caller.kind === 'unknown') {
    throw new Error('IAM simulates the policies of roles and users only');
  }
  const verdicts = await simulateRights(
    neededRights(steps, context.account),
    caller.arn,
    context,
  );
  const judged = [...verdicts].filter(([, verdict]) => verdict !== 'allowed');
  const who = `In ${context.account.name}, ${caller.arn}`;
  const isDenied = ([, verdict]: Judged) => verdict !== 'unclear';
  const certain = judged.filter(each => each[0].certain && isDenied(each));
  const beside = judged.filter(each => !each[0].certain && isDenied(each));
  const unclear = judged.filter(each => !isDenied(each));
  return [
    ...(certain.length > 0
      ? [
          finding(
            'error',
            `${who} may not do what the plan takes: ${listed(
              certain,
            )}. ${adviceFor(certain)}`,
          ),
        ]
      : []),
    ...(beside.length > 0
      ? [
          finding(
            'warning',
            `${who} may not do what the plan, or taking it back, may come to take: ${listed(
              beside,
            )}. ${adviceFor(beside)}`,
          ),
        ]
      : []),
    ...(unclear.length > 0
      ? [
          finding(
            'warning',
            `${who} is allowed only on conditions that cannot be judged beforehand, if at all: ${listed(
              unclear,
            )}. Compare its policies with ${POLICIES}.`,
          ),
        ]
      : []),
  ];
}

async function missingAdministrator(
  steps: PlanStep[],
  { arn }: AwsCaller,
  context: ResourceContext,
): Promise<PreflightFinding[]> {
  const isNeeded = steps.some(({ resource }) =>
    typeOf(resource).actions.write.some(action =>
      OF_ADMINISTRATORS.test(action),
    ),
  );
  const becomesOne = steps.some(
    ({ action, resource }) =>
      action !== 'delete' &&
      resource.type === 'dataLakeAdministrator' &&
      resource.properties.principalArn === arn,
  );
  if (!isNeeded || becomesOne) return [];
  const { DataLakeAdmins = [] } = await readSettings(context);
  return DataLakeAdmins.some(
    ({ DataLakePrincipalIdentifier: admin }) => admin === arn,
  )
    ? []
    : [
        finding(
          'error',
          `In ${context.account.name}, ${arn} is no data lake administrator, so Lake Formation refuses its grants, filters and registrations. Add it in Lake Formation under Administrative roles and tasks.`,
        ),
      ];
}

async function orUnknown(
  what: string,
  account: string,
  { arn }: AwsCaller,
  check: () => Promise<PreflightFinding[]>,
): Promise<PreflightFinding[]> {
  try {
    return await check();
  } catch (error) {
    return [unknown(`In ${account}, the ${what} of ${arn}`, error as Error)];
  }
}

function unknown(what: string, { name, message }: Error): PreflightFinding {
  return finding(
    'warning',
    `${what} could not be checked, so the plan may end half-way: ${name}: ${message}. Attach ${POLICIES}, or make sure by other means.`,
  );
}

/** `iam:CreateRole, iam:TagRole on arn:…; lakeformation:GrantPermissions`. */
function listed(judged: Judged[]): string {
  const byArn = new Map<string, string[]>();
  for (const [{ action, onAnyOf }] of judged) {
    byArn.set(onAnyOf[0], [...(byArn.get(onAnyOf[0]) ?? []), action]);
  }
  const byActions = new Map<string, string[]>();
  for (const [arn, actions] of byArn) {
    const names = [...new Set(actions)].sort().join(', ');
    byActions.set(names, [...(byActions.get(names) ?? []), arn]);
  }
  return [...byActions]
    .map(([names, arns]) =>
      arns[0] === '*' ? names : `${names} on ${shortened(arns)}`,
    )
    .join('; ');
}

function shortened(arns: string[]): string {
  const more = arns.length - NAMED;
  return more > 0
    ? `${arns.slice(0, NAMED).join(', ')} and ${more} more`
    : arns.join(', ');
}

function adviceFor(judged: Judged[]): string {
  const attach = `Attach ${POLICIES}, whichever the account is.`;
  const explicit = judged.some(([, verdict]) => verdict === 'explicitlyDenied');
  return explicit
    ? `${attach} Some of it is denied explicitly, by a policy that has to be changed.`
    : attach;
}

function finding(
  severity: PreflightFinding['severity'],
  message: string,
): PreflightFinding {
  return { rule: 'RIGHTS', severity, message };
}
