import { ObservedPrincipalPolicies, ObservedStatement } from '../accessModel';
import { applies, IamRequest, names } from './statements';
import { IamVerdict, least, most } from './verdicts';

/** @public */
export interface IamQuestion {
  action: string;
  /** An ARN; wildcards in it stand for anything, and a part of that is `maybe`. */
  resource: string;
  /** Of the principal; absent when they were not observed, so that they may allow it. */
  policies?: ObservedPrincipalPolicies;
  /** ARN of a role or user. */
  principal: string;
  /** Of the resource: a bucket's policy, a role's trust. */
  resourcePolicy?: ObservedStatement[];
  /** Whether principal and resource are of one account. */
  sameAccount: boolean;
  /** Values of condition keys that are known, by key. */
  context?: Record<string, string>;
}

/**
 * Whether IAM lets a principal do something, as far as the policies given here
 * decide. Organization policies are not among them: they only take away, so that
 * `yes` errs on the side of caution.
 * @public
 */
export function iamAllows(question: IamQuestion): IamVerdict {
  const { policies, principal, resourcePolicy = [], sameAccount } = question;
  const own = policies?.policies.flatMap(({ statements }) => statements) ?? [];
  const onPrincipal = resourcePolicy.filter(
    statement => names(statement, principal) !== 'none',
  );
  const denied = verdictOf(
    'Deny',
    [...own, ...(policies?.boundary ?? []), ...onPrincipal],
    question,
  );
  if (denied === 'yes') return 'no';

  const bounded: IamVerdict = policies?.boundary
    ? verdictOf('Allow', policies.boundary, question)
    : 'yes';
  const byIdentity: IamVerdict = policies
    ? least([verdictOf('Allow', own, question), bounded])
    : 'maybe';
  const allowed = sameAccount
    ? most([byIdentity, byResourceAlone(onPrincipal, question, bounded)])
    : least([byIdentity, verdictOf('Allow', onPrincipal, question)]);
  return denied === 'maybe' ? least([allowed, 'maybe']) : allowed;
}

/**
 * What names the account leaves it to the principal's own policies. Whether a
 * boundary limits what names the principal depends on how it signed in.
 */
function byResourceAlone(
  statements: ObservedStatement[],
  question: IamQuestion,
  bounded: IamVerdict,
): IamVerdict {
  const direct = verdictOf(
    'Allow',
    statements.filter(
      statement => names(statement, question.principal) === 'itself',
    ),
    question,
  );
  return bounded === 'yes' ? direct : least([direct, 'maybe']);
}

function verdictOf(
  effect: ObservedStatement['effect'],
  statements: ObservedStatement[],
  request: IamRequest,
): IamVerdict {
  return most(
    statements
      .filter(statement => statement.effect === effect)
      .map(statement => applies(statement, request)),
  );
}
