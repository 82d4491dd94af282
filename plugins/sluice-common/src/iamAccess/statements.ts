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

const PLAIN_OPERATOR = /^(String|Arn)(Equals|Like)$/;

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
  { principals = [], notPrincipal }: ObservedStatement,
  principal: string,
): 'itself' | 'account' | 'none' {
  const accountId = principal.split(':')[4] ?? '';
  const isItself = principals.some(each => each === '*' || each === principal);
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

/** Plain comparisons of known keys are decided; any other condition may hold. */
function conditionMatch(
  { conditions = {} }: ObservedStatement,
  context: Record<string, string> = {},
): IamVerdict {
  const known = new Map(
    Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]),
  );
  return least(
    Object.entries(conditions).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]): IamVerdict => {
        const actual = known.get(key.toLowerCase());
        const isPlain =
          PLAIN_OPERATOR.test(operator) &&
          values.every(value => !value.includes('${'));
        if (actual === undefined || !isPlain) return 'maybe';
        const isExact = operator === 'StringEquals';
        return values.some(value =>
          isExact ? value === actual : meet(value, actual) === 'covers',
        )
          ? 'yes'
          : 'no';
      }),
    ),
  );
}
