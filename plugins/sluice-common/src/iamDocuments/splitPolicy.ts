import { IamStatement } from '../resources';

/** Characters of a managed policy, white space aside (IAM quotas). */
const MAX_POLICY_LENGTH = 6144;

/**
 * Statements, put into as few managed policies as IAM takes them in. A statement
 * with too many resources goes on in the next policy.
 * @public
 */
export function splitPolicy(statements: IamStatement[]): IamStatement[][] {
  const policies: IamStatement[][] = [[]];
  for (const statement of statements) {
    for (const resource of [statement.Resource ?? []].flat()) {
      const grown = withResource(policies.at(-1)!, statement, resource);
      if (fits(grown)) {
        policies[policies.length - 1] = grown;
      } else {
        policies.push(withResource([], statement, resource));
      }
    }
  }
  return policies;
}

function withResource(
  policy: IamStatement[],
  statement: IamStatement,
  resource: string,
): IamStatement[] {
  const begun = policy.find(({ Sid }) => Sid === statement.Sid);
  if (!begun) return [...policy, { ...statement, Resource: resource }];
  return policy.map(each =>
    each === begun
      ? { ...each, Resource: [each.Resource!, resource].flat() }
      : each,
  );
}

function fits(statements: IamStatement[]): boolean {
  const document = { Version: '2012-10-17', Statement: statements };
  return (
    JSON.stringify(document).replace(/\s/g, '').length <= MAX_POLICY_LENGTH
  );
}
