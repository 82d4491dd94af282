import { error, warning } from '../propertyRules';
import { JobProblem } from '../types';
import { importsOf, Names } from './Names';
import {
  callOf,
  chainOf,
  memberName,
  PyNode,
  PythonScript,
} from './PythonScript';
import { partitionIdProblem, READ_ONLY } from './sqlRules';

type Problem = Pick<JobProblem, 'rule' | 'severity' | 'message'>;

/** A problem with the offset of the script that it is at. */
export interface CodeProblem extends Problem {
  offset: number;
}

const NO_UDF =
  "Functions of one's own run outside of what filters the data, and EMR refuses them under fine-grained access control. Use the functions of pyspark.sql.functions.";
const NO_RDD =
  'RDDs reach the files past what filters the data, and EMR refuses them under fine-grained access control. Use DataFrames.';
const NO_STREAMING =
  'Streaming is not supported under fine-grained access control. Read the table with spark.read or spark.sql.';
const ONE_SESSION =
  'A job has one Spark session under fine-grained access control: SparkSession.builder.getOrCreate(), once.';

const all = (names: string, problem: Problem): [string, Problem][] =>
  names.split(' ').map(name => [name, problem]);
const described = (
  names: string,
  rule: string,
  text: string,
): [string, Problem][] =>
  names
    .split(' ')
    .map(name => [name, error(rule, `${name} is not for jobs here. ${text}`)]);

/** After a dot, whatever it is that is before it. */
const MEMBERS = new Map<string, Problem>([
  ...described('rdd', 'V4', NO_RDD),
  ...described('readStream writeStream foreachBatch', 'V4', NO_STREAMING),
  ...described(
    'udf pandas_udf udtf arrow_udtf call_udf registerJavaFunction registerJavaUDAF registerFunction mapInPandas mapInArrow applyInPandas applyInArrow applyInPandasWithState',
    'V5',
    NO_UDF,
  ),
  ...all('spark_partition_id', partitionIdProblem()),
]);

/** After a dot and before parentheses. */
const METHODS = new Map<string, Problem>([
  ...described(
    'parallelize textFile wholeTextFiles binaryFiles binaryRecords sequenceFile hadoopFile hadoopRDD newAPIHadoopFile newAPIHadoopRDD pickleFile emptyRDD mapPartitions mapPartitionsWithIndex foreachPartition foreach saveAsTextFile',
    'V4',
    NO_RDD,
  ),
  ...described('newSession', 'V4', ONE_SESSION),
  ...all(
    'insertInto',
    error(
      'V6',
      `DataFrameWriter.insertInto fails under fine-grained access control. ${READ_ONLY}`,
    ),
  ),
  ...['writeTo', 'saveAsTable', 'mergeInto', 'createExternalTable'].map(
    (name): [string, Problem] => [
      name,
      error('V3', `${name} writes. ${READ_ONLY}`),
    ],
  ),
  ...described(
    'addJar',
    'V5',
    'It brings code of its own to the job. Use what Spark and Iceberg have.',
  ),
  ...described(
    'jdbc',
    'V5',
    'It reads from a data source that EMR does not take under fine-grained access control. Read tables of the catalog.',
  ),
  ...all(
    'enableHiveSupport',
    warning(
      'V9',
      'enableHiveSupport() is not needed: the run has an Iceberg catalog that finds the tables. Leave it out.',
    ),
  ),
]);

/** By what the imports of the script say that a name stands for. */
const NAMES = new Map<string, Problem>([
  ...['udf', 'pandas_udf', 'udtf', 'arrow_udtf', 'call_udf'].map(
    (name): [string, Problem] => [
      `pyspark.sql.functions.${name}`,
      error('V5', `${name} is not for jobs here. ${NO_UDF}`),
    ],
  ),
  [
    'pyspark.sql.pandas.functions.pandas_udf',
    error('V5', `pandas_udf is not for jobs here. ${NO_UDF}`),
  ],
  ['pyspark.sql.functions.spark_partition_id', partitionIdProblem()],
]);

/** The same, before parentheses. */
const CALLS = new Map<string, Problem>(
  [
    'pyspark.SparkContext',
    'pyspark.context.SparkContext',
    'pyspark.SparkContext.getOrCreate',
    'pyspark.context.SparkContext.getOrCreate',
    'pyspark.sql.SparkSession',
    'pyspark.sql.session.SparkSession',
    'pyspark.sql.SQLContext',
    'pyspark.SQLContext',
    'pyspark.sql.HiveContext',
    'pyspark.HiveContext',
  ].map(name => [
    name,
    error(
      'V4',
      `${name.replace(
        /^pyspark\.(?:\w+\.)*(?=[A-Z])/,
        '',
      )} opens a session of its own. ${ONE_SESSION}`,
    ),
  ]),
);

const MODULES: readonly [pattern: RegExp, problem: Problem][] = [
  [
    /^pyspark\.(?:sql\.)?streaming\b/,
    error(
      'V4',
      `Module pyspark.streaming is not for jobs here. ${NO_STREAMING}`,
    ),
  ],
  [
    /^pyspark\.sql\.datasource\b/,
    error(
      'V5',
      "Data sources of one's own are refused under fine-grained access control. Read tables of the catalog.",
    ),
  ],
];

const BUILDER = /^pyspark\.sql\.(?:session\.)?SparkSession\.builder$/;
const INTO_JVM = /^_(?:jvm|jsc|jsparkSession|jdf|gateway)$/;
const STREAM = /(?:^|\.)(?:stdout|stderr|buffer)$/;
/** Where a name is not what it stands for elsewhere. */
const NAMING =
  /^(?:ImportStatement|FunctionDefinition|ClassDefinition|ParamList|Decorator)$/;

/** V3 to V6, as far as names tell. */
export function codeProblems(
  script: PythonScript,
  names: Names,
): CodeProblem[] {
  const found = script.nodes.flatMap(
    node =>
      importProblem(node, script) ??
      decoratorProblem(node, script, names) ??
      variableProblem(node, script, names) ??
      memberProblem(node, script, names) ??
      [],
  );
  return [...found, ...sessionProblems(script, names), ...jvmProblems(script)];
}

function importProblem(
  node: PyNode,
  script: PythonScript,
): CodeProblem | undefined {
  if (node.name !== 'ImportStatement') return undefined;
  const paths = importsOf(node, script).map(({ path }) => path);
  const refused = MODULES.find(([pattern]) =>
    paths.some(path => pattern.test(path)),
  );
  return refused && { ...refused[1], offset: node.from };
}

/** Of names and dots like a member, but flat. */
function decoratorProblem(
  node: PyNode,
  script: PythonScript,
  names: Names,
): CodeProblem | undefined {
  if (node.name !== 'Decorator') return undefined;
  const parts = node.children.filter(({ name }) => name === 'VariableName');
  if (parts.length === 0) return undefined;
  const [first, ...members] = parts.map(part => script.source(part));
  const problem =
    names
      .meaningsOf(first)
      .map(meaning => NAMES.get([meaning, ...members].join('.')))
      .find(Boolean) ?? members.map(name => MEMBERS.get(name)).find(Boolean);
  return problem && { ...problem, offset: parts[0].from };
}

function variableProblem(
  node: PyNode,
  script: PythonScript,
  names: Names,
): CodeProblem | undefined {
  if (node.name !== 'VariableName' || NAMING.test(node.parent?.name ?? '')) {
    return undefined;
  }
  const problem = named(node, names);
  if (problem) return { ...problem, offset: node.from };
  const isBuiltIn = /^(?:exec|eval)$/.test(script.source(node)) && callOf(node);
  return isBuiltIn
    ? {
        ...warning(
          'PYTHON',
          `What ${script.source(
            node,
          )} runs is not known before, so it was not checked. Write it out.`,
        ),
        offset: node.from,
      }
    : undefined;
}

function memberProblem(
  node: PyNode,
  script: PythonScript,
  names: Names,
): CodeProblem | undefined {
  const member = memberName(node, script);
  if (member === undefined) return undefined;
  const problem =
    named(node, names) ??
    MEMBERS.get(member) ??
    (callOf(node) ? METHODS.get(member) : undefined) ??
    (member === 'write' ? writerProblem(node, script) : undefined);
  return problem && { ...problem, offset: offsetOfName(node) };
}

function named(node: PyNode, names: Names): Problem | undefined {
  for (const name of names.dotted(node)) {
    const problem = NAMES.get(name) ?? (callOf(node) && CALLS.get(name));
    if (problem) return problem;
  }
  return undefined;
}

/**
 * Of a DataFrame, `write` is a property that leads on; of a file, it is called,
 * or passed on to be called.
 */
function writerProblem(
  node: PyNode,
  script: PythonScript,
): Problem | undefined {
  if (callOf(node) || STREAM.test(script.source(node.children[0]))) {
    return undefined;
  }
  return node.parent?.name === 'MemberExpression'
    ? error('V3', `DataFrame.write writes. ${READ_ONLY}`)
    : warning('V3', `If this is DataFrame.write, it writes. ${READ_ONLY}`);
}

function sessionProblems(script: PythonScript, names: Names): CodeProblem[] {
  const opened = script.nodes.filter(
    node =>
      /^(?:getOrCreate|create)$/.test(memberName(node, script) ?? '') &&
      callOf(node) &&
      chainOf(node.children[0]).some(link =>
        names.dotted(link).some(name => BUILDER.test(name)),
      ),
  );
  return opened.slice(1).map(node => ({
    ...error('V4', `The script opens a second session. ${ONE_SESSION}`),
    offset: offsetOfName(node),
  }));
}

/** Once, since it is one decision. */
function jvmProblems(script: PythonScript): CodeProblem[] {
  const node = script.nodes.find(each =>
    INTO_JVM.test(memberName(each, script) ?? ''),
  );
  if (!node) return [];
  return [
    {
      ...warning(
        'V5',
        `${memberName(
          node,
          script,
        )} reaches past Python, where Sluice cannot tell what EMR will refuse. Do without it where you can.`,
      ),
      offset: offsetOfName(node),
    },
  ];
}

function offsetOfName(member: PyNode): number {
  return member.children.at(-1)!.from;
}
