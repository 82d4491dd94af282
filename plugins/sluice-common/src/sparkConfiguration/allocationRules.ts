import { error, shortened, warning } from './propertyRules';
import { checkResources } from './resources';
import { SparkProperty } from './sparkSubmitParameters';
import { JobProblem, JobResources } from './types';

const MAX = 'spark.dynamicAllocation.maxExecutors';
const MIN = 'spark.dynamicAllocation.minExecutors';
const INITIAL = 'spark.dynamicAllocation.initialExecutors';
const INSTANCES = 'spark.executor.instances';

/** Gibibytes of a unit of Spark. */
const UNITS: Record<string, number> = {
  k: 1 / 1024 ** 2,
  m: 1 / 1024,
  g: 1,
  t: 1024,
};

/** V7, and `LIMITS` where there are any. */
export function allocationProblems(
  properties: SparkProperty[],
  limits: JobResources | undefined,
): JobProblem[] {
  const set = new Map(properties.map(({ key, value }) => [key, value]));
  const problems = [MAX, MIN, INITIAL, INSTANCES].flatMap(key => {
    const value = set.get(key);
    return value === undefined || /^\d{1,9}$/.test(value)
      ? []
      : [
          error(
            'V7',
            `${key} is "${shortened(value)}". Give it as a whole number.`,
          ),
        ];
  });
  if (problems.length > 0) return problems;
  return [
    ...executorProblems(set),
    ...(limits ? limitProblems(set, limits) : []),
  ];
}

function executorProblems(set: Map<string, string>): JobProblem[] {
  const most = set.get(MAX);
  if (most === undefined) {
    return [
      error(
        'V7',
        `${MAX} is not set. Dynamic allocation is always on under fine-grained access control, and by default one job would take the whole cluster. Set it.`,
      ),
    ];
  }
  if (Number(most) < 1 || Number(set.get(MIN) ?? 0) > Number(most)) {
    return [
      error(
        'V7',
        `${MAX} is ${most}, so Spark would not start: it must be at least 1 and no less than ${MIN}.`,
      ),
    ];
  }
  const missing = [MIN, INITIAL].filter(key => !set.has(key));
  const tooMany = [INITIAL, INSTANCES].filter(
    key => Number(set.get(key) ?? 0) > Number(most),
  );
  return [
    ...missing.map(key =>
      warning(
        'V7',
        `${key} is not set, so that Spark may start executors, give them up and start them again. Set it.`,
      ),
    ),
    ...tooMany.map(key =>
      warning(
        'V7',
        `${key} is ${set.get(
          key,
        )}, more than ${MAX} allows in the long run (${most}). Make it smaller.`,
      ),
    ),
  ];
}

function limitProblems(
  set: Map<string, string>,
  limits: JobResources,
): JobProblem[] {
  const numberOf = (key: string) =>
    set.has(key) ? Number(set.get(key)) : undefined;
  const asked: Partial<JobResources> = {
    driverCores: numberOf('spark.driver.cores'),
    driverMemoryGb: gibibytesOf(set.get('spark.driver.memory')),
    executorCores: numberOf('spark.executor.cores'),
    executorMemoryGb: gibibytesOf(set.get('spark.executor.memory')),
    maxExecutors: numberOf(MAX),
  };
  return checkResources(asked, limits);
}

/** Rounded up: what is asked for is never taken for less. */
function gibibytesOf(memory: string | undefined): number | undefined {
  if (memory === undefined) return undefined;
  const parts = /^(\d{1,9})([kmgt]?)i?b?$/i.exec(memory.trim());
  // Spark takes a bare number for mebibytes.
  return parts
    ? Math.ceil(Number(parts[1]) * UNITS[parts[2].toLowerCase() || 'm'])
    : Number.NaN;
}
