import { ObservedStatement } from '../accessModel';
import { meet, Meeting } from './patterns';
import { IamVerdict, least, most } from './verdicts';

/** What is asked of a statement. */
export interface IamRequest {
  action: string;
  /** An ARN; wildcards in it stand for anything. */
  resource: string;
  principal: string;
  /** Values of condition keys that are known. */
  context?: Record<string, string>;
}

/** With a known key, `IfExists` makes no difference. */
const PLAIN_OPERATOR =
  /^(String|Arn|Bool)(Not)?(EqualsIgnoreCase|Equals|Like)?(?:IfExists)?$/;

/** Whether a statement applies to a request, whatever its effect. */
export function applies(
  statement: ObservedStatement,
  request: IamRequest,
): IamVerdict {
  return least([
    actionMatch(statement, request.action),
    resourceMatch(statement, request.resource),
    conditionMatch(statement, request.context),
  ]);
}

/** Whether a statement of a resource's policy names a principal, and how. */
export function names(
  { principals = [], otherPrincipals = [], notPrincipal }: ObservedStatement,
  principal: string,
): 'itself' | 'account' | 'none' {
  const accountId = principal.split(':')[4] ?? '';
  const isItself =
    principals.some(each => each === '*' || each === principal) ||
    otherPrincipals.includes(principal);
  const isAccount = principals.some(
    each => each === accountId || each.endsWith(`:iam::${accountId}:root`),
  );
  if (notPrincipal) return isItself || isAccount ? 'none' : 'itself';
  if (isItself) return 'itself';
  return isAccount ? 'account' : 'none';
}

function actionMatch(
  { actions, notActions }: ObservedStatement,
  action: string,
): IamVerdict {
  const wanted = action.toLowerCase();
  const meets = (patterns: string[]) =>
    patterns.map(each => meet(each.toLowerCase(), wanted));
  return notActions ? outside(meets(notActions)) : inside(meets(actions ?? []));
}

function resourceMatch(
  { resources, notResources }: ObservedStatement,
  resource: string,
): IamVerdict {
  const meets = (patterns: string[]) =>
    patterns.map((each): Meeting => {
      // A policy variable stands for what is not known here.
      const isOpen = each.includes('${');
      const meeting = meet(each.replace(/\$\{[^}]*\}/g, '*'), resource);
      return isOpen && meeting === 'covers' ? 'overlaps' : meeting;
    });
  if (notResources) return outside(meets(notResources));
  // The trust of a role has no resource: it is on the role itself.
  return resources ? inside(meets(resources)) : 'yes';
}

function inside(meetings: Meeting[]): IamVerdict {
  return most(
    meetings.map(each => {
      if (each === 'covers') return 'yes';
      return each === 'overlaps' ? 'maybe' : 'no';
    }),
  );
}

function outside(meetings: Meeting[]): IamVerdict {
  const within = inside(meetings);
  if (within === 'maybe') return 'maybe';
  return within === 'yes' ? 'no' : 'yes';
}

/** Comparisons of known keys are decided; any other condition may hold. */
function conditionMatch(
  { conditions = {} }: ObservedStatement,
  context: Record<string, string> = {},
): IamVerdict {
  const known = new Map(
    Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]),
  );
  return least(
    Object.entries(conditions).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) =>
        compare(operator, values, known.get(key.toLowerCase())),
      ),
    ),
  );
}

function compare(
  operator: string,
  values: string[],
  actual: string | undefined,
): IamVerdict {
  const plain = PLAIN_OPERATOR.exec(operator);
  if (actual === undefined || !plain) return 'maybe';
  // A policy variable stands for what is not known here.
  if (values.some(value => value.includes('${'))) return 'maybe';
  const [, type, not, comparison = ''] = plain;
  const ignoresCase = type === 'Bool' || comparison === 'EqualsIgnoreCase';
  const fold = (text: string) => (ignoresCase ? text.toLowerCase() : text);
  // ArnEquals takes wildcards as ArnLike does.
  const isExact = type !== 'Arn' && comparison !== 'Like';
  const isAny = values.some(value =>
    isExact ? fold(value) === fold(actual) : meet(value, actual) === 'covers',
  );
  return isAny === (not === undefined) ? 'yes' : 'no';
}
