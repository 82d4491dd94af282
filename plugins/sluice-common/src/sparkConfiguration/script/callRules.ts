import { error } from '../propertyRules';
import { SparkProfile } from '../types';
import { CodeProblem } from './codeRules';
import { anyPropertyProblem } from './codeProperties';
import { formatProblem } from './formats';
import {
  argumentsOf,
  chainOf,
  memberName,
  PyArgument,
  PyNode,
  PythonScript,
  separated,
} from './PythonScript';
import { sqlProblems } from './sqlRules';
import { SqlTexts } from './SqlTexts';
import { catalogProblem, tableNameProblem } from './tableNames';

/** A call of a method, with what its rules need. */
interface MethodCall {
  call: PyNode;
  /** What the method is of. */
  object: PyNode;
  args: PyArgument[];
  script: PythonScript;
  texts: SqlTexts;
  profile: SparkProfile;
}

type MethodRule = (call: MethodCall) => CodeProblem[];

const PROPERTY = /^(?:spark|hive)\./;
/** Names of tables have no slashes, which paths have. */
const TABLE_NAME = /^[\w`.-]+$/;

const sql: MethodRule = ({ args, texts, profile }) => {
  const query = argument(args, 0, 'sqlQuery');
  return (query ? texts.of(query) : []).flatMap(text =>
    sqlProblems(text.toString(), profile).map(({ at, ...problem }) => ({
      ...problem,
      offset: text.offsetOf(at),
    })),
  );
};

const table: MethodRule = ({ args, texts, profile }) => {
  const name = argument(args, 0, 'tableName');
  const text = name && texts.constant(name);
  if (!text || !TABLE_NAME.test(text)) return [];
  const problem = tableNameProblem(
    text.replaceAll('`', '').split('.'),
    profile,
  );
  return problem ? [{ ...problem, offset: name.from }] : [];
};

/** `load('db.table')` of Iceberg; of other formats it takes a path. */
const load: MethodRule = method => {
  const { args, object, texts } = method;
  const format = args.find(({ name }) => name === 'format')?.value;
  const isIceberg = chainOf(object).some(
    link =>
      link.name === 'CallExpression' &&
      memberName(link.children[0], method.script) === 'format' &&
      textOfFirst(link, method) === 'iceberg',
  );
  return [
    ...formatProblems(format, method),
    ...(isIceberg || (format && texts.constant(format) === 'iceberg')
      ? table({ ...method, args: args.slice(0, 1) })
      : []),
  ];
};

/** Strings have a method of the same name. */
const format: MethodRule = method => {
  const isReader = chainOf(method.object).some(link =>
    /^(?:read|readStream|write|writeStream)$/.test(
      memberName(link, method.script) ?? '',
    ),
  );
  return isReader
    ? formatProblems(argument(method.args, 0, 'source'), method)
    : [];
};

const setCurrentCatalog: MethodRule = ({ args, texts, profile }) => {
  const name = argument(args, 0, 'catalogName');
  const text = name && texts.constant(name);
  const problem = text ? catalogProblem(text, profile) : undefined;
  return name && problem ? [{ ...problem, offset: name.from }] : [];
};

/** `config(key, value)`, `config(map={…})`, `conf.set(key, value)` */
const setProperty: MethodRule = method => {
  const { args, texts } = method;
  const map = args.find(({ name }) => name === 'map')?.value;
  const key = argument(args, 0, 'key');
  const name = key && texts.constant(key);
  return [
    ...(name
      ? propertyProblems(key, name, argument(args, 1, 'value'), method)
      : []),
    ...(map ? setProperties(map, method) : []),
  ];
};

/** `setAll([(key, value), …])` */
const setAll: MethodRule = method => {
  const [list] = method.args;
  return list ? setProperties(list.value, method) : [];
};

const master: MethodRule = ({ call, object, script }) =>
  chainOf(object).some(link => memberName(link, script) === 'builder')
    ? [
        {
          ...error(
            'V4',
            'The script chooses a master, so that it would not run on EMR. Leave it out.',
          ),
          offset: call.children[0].children.at(-1)!.from,
        },
      ]
    : [];

/** By name of the method. */
const RULES = new Map<string, MethodRule>(
  Object.entries({
    sql,
    table,
    tableExists: table,
    load,
    format,
    setCurrentCatalog,
    config: setProperty,
    set: setProperty,
    setIfMissing: setProperty,
    setAll,
    master,
  }),
);

/** V3, V5 to V9, as far as what methods are given tells. */
export function callProblems(
  script: PythonScript,
  texts: SqlTexts,
  profile: SparkProfile,
): CodeProblem[] {
  return script.nodes.flatMap(call => {
    if (call.name !== 'CallExpression') return [];
    const [callee] = call.children;
    const rule = RULES.get(memberName(callee, script) ?? '');
    return rule
      ? rule({
          call,
          object: callee.children[0],
          args: argumentsOf(call, script),
          script,
          texts,
          profile,
        })
      : [];
  });
}

function setProperties(collection: PyNode, method: MethodCall): CodeProblem[] {
  return separated(collection.children).flatMap(part => {
    const [first, colon, third] = part;
    const [key, value] =
      first.name === 'TupleExpression'
        ? separated(first.children).map(([item]) => item)
        : [first, colon?.name === ':' ? third : undefined];
    const name = key && method.texts.constant(key);
    return name ? propertyProblems(key, name, value, method) : [];
  });
}

function propertyProblems(
  place: PyNode,
  key: string,
  value: PyNode | undefined,
  { script, texts, profile }: MethodCall,
): CodeProblem[] {
  if (!PROPERTY.test(key)) return [];
  const literal = value && /^(?:Boolean|Number)$/.test(value.name);
  const problem = anyPropertyProblem(
    {
      key,
      value: literal
        ? script.source(value).toLowerCase()
        : value && texts.constant(value),
    },
    profile,
  );
  return problem ? [{ ...problem, offset: place.from }] : [];
}

function formatProblems(
  name: PyNode | undefined,
  { texts }: MethodCall,
): CodeProblem[] {
  const text = name && texts.constant(name);
  const problem = text ? formatProblem(text) : undefined;
  return name && problem ? [{ ...problem, offset: name.from }] : [];
}

function textOfFirst(
  call: PyNode,
  { script, texts }: MethodCall,
): string | undefined {
  const [first] = argumentsOf(call, script);
  return first && texts.constant(first.value);
}

/** By its place, or by its name. */
function argument(
  args: PyArgument[],
  index: number,
  name: string,
): PyNode | undefined {
  const positional = args[index];
  return positional && positional.name === undefined
    ? positional.value
    : args.find(each => each.name === name)?.value;
}
