import { asArray, PolicyStatement, wildcardMatches } from './policyDocuments';

/** Values of a condition key in a request; undefined when the request has none. */
export type ContextValues = (key: string) => string[] | undefined;

type Comparison = (expected: string[], actual: string[]) => boolean;

const equal: Comparison = (expected, actual) =>
  actual.some(value => expected.includes(value));
const like: Comparison = (expected, actual) =>
  actual.some(value =>
    expected.some(pattern => wildcardMatches(pattern, value)),
  );
const not =
  (comparison: Comparison): Comparison =>
  (expected, actual) =>
    !comparison(expected, actual);

const COMPARISONS: Record<string, Comparison> = {
  ArnEquals: like,
  ArnLike: like,
  ArnNotEquals: not(like),
  ArnNotLike: not(like),
  Bool: equal,
  StringEquals: equal,
  StringLike: like,
  StringNotEquals: not(equal),
  StringNotLike: not(like),
};

/**
 * Whether a condition holds, and the keys that it asks for and the request does
 * not have. One with an operator that is not modelled never holds.
 */
export function judgeCondition(
  condition: PolicyStatement['Condition'],
  valuesOf: ContextValues,
): { holds: boolean; missing: string[] } {
  const missing: string[] = [];
  let holds = true;
  for (const [operator, clauses] of Object.entries(condition ?? {})) {
    const ifExists = operator.endsWith('IfExists');
    const comparison = COMPARISONS[operator.replace(/IfExists$/, '')];
    for (const [key, expected] of Object.entries(clauses)) {
      const actual = valuesOf(key);
      if (actual === undefined) {
        if (ifExists) continue;
        missing.push(key);
        holds = false;
      } else if (!comparison?.(asArray(expected), actual)) {
        holds = false;
      }
    }
  }
  return { holds, missing };
}
