import { InputError } from '@backstage/errors';
import express, { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { spec } from '../schema/openapi';

/** For twenty tables with hundreds of columns each. */
const LONGEST_BODY = '512kb';
const DEEPEST = 32;
/** Such as `request/body/terms must be object`. */
const COMPLAINT = /^request\/(?:body|query|params)(\S*) (must .*)$/;
const IN_WORDS: Record<string, string> = {
  'must NOT have fewer than 1 characters': 'must not be empty',
  'must NOT have fewer than 1 items': 'must not be empty',
  'must match format "uuid"': 'must be a UUID',
  'must be object': 'must be an object',
  'must be array': 'must be an array',
  'must be integer': 'must be a whole number',
  'must be string': 'must be a text',
  'must be boolean': 'must be true or false',
};

/** With the route that the validator found for it. */
type ValidatedRequest = Request & {
  openapi?: { openApiRoute: string; pathParams: Record<string, string> };
};

const parseJson = express.json({ limit: LONGEST_BODY });

/** Reads a body of JSON, and says of another what is wrong with it. */
export const jsonBody: RequestHandler = (req, res, next) =>
  parseJson(req, res, (error?: Error & { type?: string }) => {
    switch (error?.type) {
      case 'entity.parse.failed':
        next(new InputError(`The body is no JSON object: ${error.message}`));
        return;
      case 'entity.too.large':
        next(
          new InputError(
            `The body is longer than ${LONGEST_BODY}. Ask for less at a time.`,
          ),
        );
        return;
      default:
        next(error);
    }
  });

/**
 * Refuses what a schema cannot: null characters, which PostgreSQL does not take,
 * infinity, which the validator takes for a whole number of any size, and more
 * depth than whoever reads it can follow.
 */
export const refuseUnusable: RequestHandler = (
  req: ValidatedRequest,
  _res,
  next,
) => {
  const problem =
    problemOf(req.openapi?.pathParams, []) ??
    problemOf(req.query, []) ??
    problemOf(req.body, []);
  next(problem && new InputError(problem));
};

function problemOf(value: unknown, path: string[]): string | undefined {
  const name = path.join('.');
  if (typeof value === 'string' && value.includes('\0')) {
    return `${name} contains a null character. Take it out.`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return `${name} is no finite number. Name a smaller one.`;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (path.length === DEEPEST) {
    return `${path[0]} is nested more than ${DEEPEST} levels deep. Make it flatter.`;
  }
  for (const [member, each] of Object.entries(value)) {
    const problem = problemOf(each, [...path, member]);
    if (problem) return problem;
  }
  return undefined;
}

/** Says what the validator means: what is wrong, by its name, and how. */
export const explainRefusal: ErrorRequestHandler = (error, req, _res, next) => {
  const [, pointer, complaint] = COMPLAINT.exec(error.message) ?? [];
  if (complaint) {
    next(complaintError(req, pointer.split('/').slice(1), complaint));
  } else if (/^unsupported media type/.test(error.message)) {
    next(
      new InputError(
        'The body is missing, or is no JSON. Send it with the header Content-Type: application/json.',
      ),
    );
  } else {
    next(error);
  }
};

function complaintError(
  req: ValidatedRequest,
  path: string[],
  complaint: string,
): InputError {
  if (complaint === 'must NOT have additional properties') {
    return unknownMemberError(req, path);
  }
  const [, missing] =
    /^must have required property '(.+)'/.exec(complaint) ?? [];
  const name = [...path, ...(missing ? [missing] : [])].join('.');
  const what = missing ? 'is missing' : IN_WORDS[complaint] ?? complaint;
  return new InputError(`${name || 'The body'} ${what}`);
}

function unknownMemberError(req: ValidatedRequest, path: string[]): InputError {
  const method = req.method.toLowerCase();
  const operation = at(spec.paths, [req.openapi?.openApiRoute ?? '', method]);
  const { schema: body } = operation.requestBody.content['application/json'];
  const schema = path.reduce(
    (part, name) => resolved(part.items ?? part.properties?.[name] ?? {}),
    resolved(body),
  );
  const known = Object.keys(schema.properties ?? {});
  const unknown = Object.keys(at(req.body, path) ?? {}).filter(
    name => !known.includes(name),
  );
  const where = path.length > 0 ? path.join('.') : 'The body';
  return new InputError(
    `${where} has no member '${unknown[0]}'; it takes ${known.join(', ')}`,
  );
}

function resolved(part: any): any {
  return part?.$ref ? at(spec, part.$ref.split('/').slice(1)) : part ?? {};
}

function at(value: any, path: string[]): any {
  return path.reduce((part, name) => part?.[name], value);
}
