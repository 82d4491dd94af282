import { spec } from '../../schema/openapi';

/** The parts of a JSON schema that `openapi.yaml` uses. */
interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: unknown;
  items?: Schema;
  enum?: string[];
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  $ref?: string;
}

interface Parameter {
  name: string;
  in: 'path' | 'query';
  required?: boolean;
  schema: Schema;
  $ref?: string;
}

/** A route of `openapi.yaml`. */
export interface Operation {
  id: string;
  method: 'get' | 'post' | 'put';
  path: string;
  parameters: Parameter[];
  body?: Schema;
}

/** What a route is asked; as it should be, or not. */
export interface Asked {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
}

/** Something that a route must refuse. */
export interface BadRequest extends Asked {
  what: string;
  /** The parameter or member that the refusal must name. */
  names?: string;
  /** An answer is fine, too, as long as it is one: it may be an empty list. */
  mayAnswer?: boolean;
}

const SQL = "'; DROP TABLE access_requests; --";
const DEEP = '['.repeat(3_000) + ']'.repeat(3_000);
const REFS = ['team', 'table', 'product', 'person', 'to'];
const TIMES = [
  'startsAt',
  'endsAt',
  'dueAt',
  'expiresAt',
  'at',
  'since',
  'until',
];
const TEXTS = ['purpose', 'reason', 'title'];
const NO_TIMES = [
  'yesterday',
  '2026-02-30T00:00:00Z',
  '2026-03-01',
  '1e308',
  SQL,
];
const NO_REFS = ['nonsense', ':/', SQL, '<script>alert(1)</script>'];
/** Of every type of JSON. */
const VALUES: [string, unknown][] = [
  ['null', null],
  ['boolean', true],
  ['integer', 7],
  ['number', 1.5],
  ['string', 'x'],
  ['array', []],
  ['object', {}],
];

/** Every route that there is. */
export function operations(): Operation[] {
  return Object.entries(spec.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, any>).map(
      ([method, { operationId, parameters = [], requestBody }]) => ({
        id: operationId,
        method: method as Operation['method'],
        path,
        parameters: parameters.map(resolved<Parameter>),
        ...(requestBody && {
          body: resolved<Schema>(
            requestBody.content['application/json'].schema,
          ),
        }),
      }),
    ),
  );
}

/** Ways to ask for it wrongly, each wrong in one thing. */
export function badRequests(operation: Operation, asked: Asked): BadRequest[] {
  return [
    ...operation.parameters.flatMap(parameter =>
      (parameter.in === 'path' ? badPaths : badQueries)(parameter).map(
        ([value, options]): BadRequest => ({
          ...asked,
          what: `${parameter.name} ${shown(value)}`,
          [parameter.in === 'path' ? 'params' : 'query']: without(
            {
              ...(parameter.in === 'path' ? asked.params : asked.query),
              [parameter.name]: value,
            },
            value === undefined ? parameter.name : undefined,
          ),
          ...options,
        }),
      ),
    ),
    {
      ...asked,
      what: 'unknown parameter',
      query: { ...asked.query, surprise: '1' },
      names: 'surprise',
    },
    ...(operation.body
      ? badValues(operation.body, asked.body, []).map(
          ({ value, at, how, mayAnswer }): BadRequest => ({
            ...asked,
            what: `${at.join('.') || 'body'} ${how}`,
            body: value,
            names: at[at.length - 1],
            mayAnswer,
          }),
        )
      : []),
  ];
}

type Options = Pick<BadRequest, 'names' | 'mayAnswer'>;

function badPaths({ name, schema }: Parameter): [string, Options][] {
  const values = ['none', SQL, '\0', 'x'.repeat(2_000), '%', '🙂'];
  return schema.format === 'uuid'
    ? [
        ...values.map((value): [string, Options] => [value, { names: name }]),
        ['00000000-0000-4000-8000-00000000dead', {}],
      ]
    : values.map(value => [value, {}]);
}

function badQueries({
  name,
  schema,
  required,
}: Parameter): [string | undefined, Options][] {
  const refused = (...values: (string | undefined)[]) =>
    values.map((value): [string | undefined, Options] => [
      value,
      { names: name },
    ]);
  const answered = (...values: string[]) =>
    values.map((value): [string, Options] => [value, { mayAnswer: true }]);
  const type = schema.items?.type ?? schema.type;
  const { minimum = -Infinity, maximum = Infinity } = schema;
  const choices = schema.items?.enum ?? schema.enum;
  return [
    ...refused('', ...(required ? [undefined] : [])),
    ...refused('\0'),
    ...answered('x'.repeat(2_000), '🙂', SQL),
    ...(choices ? refused('xyz', SQL) : []),
    ...(type === 'integer'
      ? refused(
          'abc',
          '1.5',
          '1e308',
          '1e999',
          'NaN',
          ...[minimum - 1, maximum + 1].filter(Number.isFinite).map(String),
        )
      : []),
    ...(REFS.includes(name)
      ? [
          ...refused(...NO_REFS),
          ...answered(`${name}:default/none`, 'group:default/\0'),
        ]
      : []),
    ...(TIMES.includes(name) ? refused(...NO_TIMES) : []),
    ...(name === 'cursor'
      ? [
          ...refused('nonsense', cursor({}), cursor({ after: 1 }), cursor([])),
          ...answered(
            cursor({ after: SQL }),
            cursor({ after: '\0' }),
            cursor({ after: '9007199254740991' }),
            cursor({ after: '2147483648' }),
            cursor({ after: '-1e15' }),
          ),
        ]
      : []),
  ];
}

function cursor(content: unknown): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

interface BadValue {
  value: unknown;
  /** Names of the members that lead to what is wrong. */
  at: string[];
  how: string;
  mayAnswer?: boolean;
}

/** The good value, each time with one thing in it that is wrong. */
function badValues(reference: Schema, good: unknown, at: string[]): BadValue[] {
  const schema = resolved<Schema>(reference);
  const bad = (how: string, value: unknown): BadValue => ({ how, value, at });
  const isWrong = (type: string) =>
    type !== schema.type && !(type === 'integer' && schema.type === 'number');
  const wrongTypes = schema.type
    ? VALUES.filter(([type]) => isWrong(type)).map(([type, value]) =>
        bad(`is ${type}`, value),
      )
    : [];
  return [
    ...wrongTypes,
    ...(schema.type && schema.type !== 'array'
      ? [bad('is deep', JSON.parse(DEEP))]
      : []),
    ...badScalars(schema, at).map(([how, value]) => bad(how, value)),
    ...(schema.type === 'object'
      ? badObjects(schema, good as Record<string, unknown> | undefined, at)
      : []),
    ...(schema.type === 'array'
      ? badArrays(schema, (good ?? []) as unknown[], at)
      : []),
  ];
}

function badScalars(schema: Schema, at: string[]): [string, unknown][] {
  const name = at[at.length - 1];
  const { minLength, maxLength, minimum, maximum, format } = schema;
  const cases: [string, unknown][] = [];
  if (schema.enum) cases.push(['is no choice', 'xyz'], ['is SQL', SQL]);
  if (minLength) cases.push(['is empty', '']);
  if (maxLength) cases.push(['is too long', 'x'.repeat(maxLength + 1)]);
  if (format === 'uuid') {
    cases.push(['is no UUID', 'abc'], ['is SQL', SQL], ['is empty', '']);
  }
  if (minimum !== undefined) {
    cases.push(['is too small', minimum - 1], ['is negative', -1e308]);
  }
  if (maximum !== undefined) cases.push(['is too large', maximum + 1]);
  if (schema.type === 'integer') cases.push(['is a fraction', 1.5]);
  if (TEXTS.includes(name)) {
    cases.push(['has a null character', 'a\0b']);
    if (minLength) cases.push(['is blank', '\n ']);
  }
  if (schema.type === 'string' && REFS.includes(name)) {
    cases.push(...NO_REFS.map((ref): [string, string] => [`is ${ref}`, ref]), [
      'is empty',
      '',
    ]);
  }
  if (schema.type === 'string' && TIMES.includes(name)) {
    cases.push(
      ...NO_TIMES.map((time): [string, string] => [`is ${time}`, time]),
      ['is empty', ''],
    );
  }
  return cases;
}

function badObjects(
  { properties = {}, required = [], additionalProperties }: Schema,
  // What may be left out is not in every good one.
  good: Record<string, unknown> | undefined,
  at: string[],
): BadValue[] {
  const extra = { value: { ...good, surprise: 1 }, how: 'is unknown' };
  return [
    ...required.map(name => ({
      value: without(good ?? {}, name),
      at: [...at, name],
      how: 'is missing',
    })),
    ...(additionalProperties === false
      ? [{ ...extra, at: [...at, 'surprise'] }]
      : []),
    ...Object.entries(properties).flatMap(([name, schema]) =>
      badValues(schema, good?.[name], [...at, name]).map(each => ({
        ...each,
        value: { ...good, [name]: each.value },
      })),
    ),
  ];
}

function badArrays(
  { items = {}, minItems, maxItems }: Schema,
  good: unknown[],
  at: string[],
): BadValue[] {
  const [first] = good;
  const sized = (how: string, length: number) => ({
    how,
    at,
    value: Array.from({ length }, () => first),
  });
  return [
    ...(minItems ? [sized('has too few', minItems - 1)] : []),
    ...(maxItems ? [sized('has too many', maxItems + 1)] : []),
    ...badValues(items, first, at).map(each => ({
      ...each,
      value: [each.value, ...good.slice(1)],
    })),
  ];
}

function without<T extends object>(value: T, name?: string): T {
  return Object.fromEntries(
    Object.entries(value).filter(([each]) => each !== name),
  ) as T;
}

function resolved<T extends { $ref?: string }>(part: T): T {
  if (!part.$ref) return part;
  return part.$ref
    .split('/')
    .slice(1)
    .reduce<any>((at, name) => at[name], spec) as T;
}

function shown(value: string | undefined): string {
  return value === undefined ? 'is missing' : `is ${value.slice(0, 40)}`;
}
