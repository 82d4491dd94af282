import { isDeepStrictEqual } from 'util';
import { Difference, IamStatement } from '@sluice/plugin-sluice-common';
import type { JsonValue } from '@backstage/types';

/** A policy of IAM, S3 or Glue. Statements of others may lack a Sid. */
export interface PolicyDocument {
  Version?: string;
  Statement: IamStatement[];
}

/** Of a document that is to be made. */
export const POLICY_VERSION = '2012-10-17';

/** The only statement of a document may stand there without a list around it. */
export function parsePolicyDocument(text: string): PolicyDocument {
  const document = JSON.parse(text);
  return { ...document, Statement: [document.Statement ?? []].flat() };
}

/** The same for IAM, which URL-encodes what it answers. */
export function parseIamDocument(text: string): PolicyDocument {
  return parsePolicyDocument(decodeURIComponent(text));
}

/**
 * Whether two statements mean the same: their Sids, the order of lists and a list
 * around a single text are of no account. A role that was deleted shows as its
 * `AROA…` id, and so is another principal, as it is for IAM.
 */
export function meanTheSame(one: IamStatement, other: IamStatement): boolean {
  return isDeepStrictEqual(canonical(one), canonical(other));
}

function canonical({ Sid, ...statement }: IamStatement): unknown {
  const { Principal, ...rest } = statement;
  const principal = Principal === '*' ? { AWS: '*' } : Principal;
  return sorted({ ...rest, ...(principal && { Principal: principal }) });
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map(toText))].sort();
  if (typeof value !== 'object' || value === null) return [toText(value)];
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]) => [key, sorted(part)]),
  );
}

/** AWS keeps an account that was named by its id as the ARN of its root. */
function toText(value: unknown): string {
  return String(value).replace(/^arn:aws[\w-]*:iam::(\d{12}):root$/, '$1');
}

/**
 * Which statement of a document is the wanted one: that of its Sid, or one that
 * somebody else wrote and that means the same.
 */
export function findStatement(
  statements: readonly IamStatement[],
  wanted: IamStatement,
): IamStatement | undefined {
  return (
    statements.find(({ Sid }) => Sid === wanted.Sid) ??
    statements.find(statement => meanTheSame(statement, wanted))
  );
}

/** How the statements of a document fall short of the wanted ones. */
export function differencesOfStatements(
  wanted: readonly IamStatement[],
  found: readonly IamStatement[],
  path: string,
): Difference[] {
  return wanted.flatMap(statement => {
    const there = findStatement(found, statement);
    if (there && meanTheSame(there, statement)) return [];
    return [
      {
        path: `${path}[Sid=${statement.Sid}]`,
        ...(there && { before: there as unknown as JsonValue }),
        after: statement as unknown as JsonValue,
      },
    ];
  });
}

/** The wanted statements in the place of those that differ; those of others stay. */
export function mergeStatements(
  wanted: readonly IamStatement[],
  found: readonly IamStatement[],
): IamStatement[] {
  return wanted.reduce<IamStatement[]>(
    (statements, statement) => {
      const there = findStatement(statements, statement);
      if (!there) return [...statements, statement];
      if (meanTheSame(there, statement)) return statements;
      return statements.map(each => (each === there ? statement : each));
    },
    [...found],
  );
}

/** A text or a list of texts, as a list. */
export function asList(value: string | readonly string[] = []): string[] {
  return [value].flat();
}
