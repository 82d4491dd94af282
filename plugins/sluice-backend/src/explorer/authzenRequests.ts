import { InputError } from '@backstage/errors';
import { SluiceApi } from '@sluice/plugin-sluice-common';

/** Of one evaluations request. */
const MAX_EVALUATIONS = 200;
const SEMANTICS = [
  'execute_all',
  'deny_on_first_deny',
  'permit_on_first_permit',
] as const;

/** When to stop evaluating. */
export type Semantic = (typeof SEMANTICS)[number];

type Request = SluiceApi.AuthzenRequest;

/** The type of an entity, and its id where the question has one. */
export interface NamedEntity {
  type: string;
  id: string;
  column?: string;
}

/** @throws InputError naming the member that is missing or of another shape */
export function entityOf(
  request: Request,
  member: 'subject' | 'resource',
  options: { idIsAsked?: boolean } = {},
): NamedEntity {
  const entity = request[member];
  const type = textOf(entity?.type, `${member}.type`);
  const id = options.idIsAsked ? '' : textOf(entity?.id, `${member}.id`);
  const column = entity?.properties?.column;
  return {
    type,
    id,
    ...(column !== undefined && {
      column: textOf(column, `${member}.properties.column`),
    }),
  };
}

/** @throws InputError unless the request names an action */
export function actionOf({ action }: Request): string {
  return textOf(action?.name, 'action.name');
}

/** Each evaluation, with what it leaves out from the request. */
export function evaluationsOf(request: Request): Request[] | undefined {
  const { evaluations = [], subject, action, resource, context } = request;
  if (evaluations.length === 0) return undefined;
  if (evaluations.length > MAX_EVALUATIONS) {
    throw new InputError(
      `evaluations has ${evaluations.length} items, and ${MAX_EVALUATIONS} are evaluated at once. Ask for fewer.`,
    );
  }
  return evaluations.map(each => ({
    subject,
    action,
    resource,
    context,
    ...each,
  }));
}

/** @throws InputError unless it is one of AuthZEN's */
export function semanticOf({ options }: Request): Semantic {
  const named = options?.evaluations_semantic ?? 'execute_all';
  const semantic = SEMANTICS.find(each => each === named);
  if (semantic) return semantic;
  throw new InputError(
    `options.evaluations_semantic is none of ${SEMANTICS.join(', ')}`,
  );
}

/** Where a search goes on, and how many results it gives at most. */
export function pageOfRequest(
  { page }: Request,
  most: number,
): { cursor?: string; limit: number } {
  const { limit = most } = page ?? {};
  // Drafts of AuthZEN 1.0 send back what they were given under its own name.
  const cursor = page?.token ?? page?.next_token ?? '';
  if (!Number.isInteger(limit) || limit < 1) {
    throw new InputError('page.limit must be a whole number above 0');
  }
  if (typeof cursor !== 'string') {
    throw new InputError('page.token must be a text');
  }
  return { ...(cursor && { cursor }), limit: Math.min(limit, most) };
}

function textOf(value: unknown, name: string): string {
  if (value === undefined || value === '') {
    throw new InputError(`${name} is missing`);
  }
  if (typeof value === 'string') return value;
  throw new InputError(`${name} must be a text`);
}

/** @throws InputError for a type of subject that Sluice does not know */
export function requireSubject(type: string): void {
  if (['team', 'user', 'role'].includes(type)) return;
  throw new InputError(
    `subject.type is '${type.slice(0, 100)}'; Sluice knows team, user and role`,
  );
}

/** @throws InputError for anything but a table */
export function requireTable(type: string): void {
  if (type === 'table') return;
  throw new InputError(
    `resource.type is '${type.slice(0, 100)}'; Sluice knows table`,
  );
}
