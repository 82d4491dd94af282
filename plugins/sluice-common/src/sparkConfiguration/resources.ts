import { JobProblem, JobResources } from './types';

const ASKED: readonly [member: keyof JobResources, what: string][] = [
  ['driverCores', 'cores for the driver'],
  ['driverMemoryGb', 'GB of memory for the driver'],
  ['executorCores', 'cores for each executor'],
  ['executorMemoryGb', 'GB of memory for each executor'],
  ['maxExecutors', 'executors'],
];

/**
 * Whether a job asks for whole things, and for no more than the platform gives.
 * Rule `LIMITS` is Sluice's own.
 * @public
 */
export function checkResources(
  resources: Partial<JobResources>,
  limits: JobResources,
): JobProblem[] {
  return ASKED.flatMap(([member, what]): JobProblem[] => {
    const asked = resources[member];
    if (asked === undefined) return [];
    if (!Number.isInteger(asked) || asked < 1) {
      return [
        {
          rule: 'LIMITS',
          severity: 'error',
          message: `The job asks for ${
            Number.isNaN(asked) ? 'no number of' : asked
          } ${what}. Ask for a whole number of at least 1.`,
        },
      ];
    }
    const most = limits[member];
    if (asked <= most) return [];
    return [
      {
        rule: 'LIMITS',
        severity: 'error',
        message: `The job asks for ${asked} ${what}, but may have ${most} at most. Ask for less, or have sluice.jobs.limits.${member} raised.`,
      },
    ];
  });
}
