import { StoredJobRun } from './types';

/** What the scripts of the house exit with, and what Python and Kubernetes do. */
const EXIT_CODES: Record<string, string> = {
  '1': 'The script ended with an error that it did not catch. The end of its stderr says which; correct the script.',
  '2': 'The script did not understand its arguments. The end of its stderr says which; start it again with others.',
  '64': 'The script did not understand its arguments. The end of its stderr says which; start it again with others.',
  '65': 'The verification read something else than was expected. The attestation says what; see why the access is not as declared.',
  '70': 'The script could not do its work, so nothing is known of the access. The end of its stderr says why; correct that and start it again.',
  '77': 'Lake Formation denied the team something that the script reads. The log names the table; ask for access to it, or leave it out.',
  '137':
    'Kubernetes ended the driver, most likely because it took more memory than it had. Start the job with more memory for the driver.',
  '143':
    'Kubernetes stopped the driver before it was done. See whether the node went away or somebody deleted the pod, and start the job again.',
};

/** What EMR or Spark say, wherever they say it; the first that fits counts. */
const SAYINGS: [saying: RegExp, meaning: string][] = [
  [
    /ResourceNotFoundException/,
    'EMR on EKS no longer knows this run, so how it ended is not known. See the log if there is one, and start it again if need be.',
  ],
  [
    /either glue\.id or glue\.account-id/i,
    'The catalog is configured for another account than the team’s own (rule V8). Read shared tables through resource links in the own account.',
  ],
  [
    /please set client\.region/i,
    'The catalog has no Region (rule V8). Take out what the script sets of spark.sql.catalog, so that Sluice’s settings count.',
  ],
  [
    /both type and catalog-impl are set/i,
    'The catalog has both type and catalog-impl, which Iceberg refuses. Take out what the script sets of spark.sql.catalog.',
  ],
  [
    /fgac experienced an internal error/i,
    'The system driver of EMR failed, and shows nothing of why. Start the job again; if it fails again, give AWS support the id in the message.',
  ],
  [
    /sparkfgac|not supported.*(?:fgac|fine.?grained)/i,
    'The script does what EMR refuses under fine-grained access control (rules V4 to V6). The end of its stderr says what; the check before a run names the lines.',
  ],
  [
    /assumerole|sts:|web identity|not authorized to perform/i,
    'The job could not take the team’s role, or EMR the role of the query engine. Look at the team’s readiness, and apply the change that it asks for.',
  ],
  [
    /access ?denied|insufficient lake formation/i,
    'Something was denied to the team. The log names what; ask for access to it, or leave it out.',
  ],
  [
    /outofmemory|oomkilled|java heap space/i,
    'A process ran out of memory. Start the job with more memory, or read less at once.',
  ],
  [
    /nosuchkey|no such file|file not found|entrypoint/i,
    'The driver did not find its script. Start the job again, and see that nobody empties the scripts of the jobs bucket.',
  ],
  [
    /insufficient (?:cpu|memory)|failedscheduling|unschedulable|pending.*timeout|timed? ?out/i,
    'The cluster had no room in time; each job needs two drivers and two sets of executors (rule V19). Ask for less, or have nodes added.',
  ],
];

const REASONS: Record<string, string> = {
  USER_ERROR:
    'The job itself failed: the script, its arguments or what it may read. The end of its stderr says more; correct that and start it again.',
  VALIDATION_ERROR:
    'EMR found the request, or the virtual cluster, not fit to run. Its words say what; the check before a run names what Sluice knows of.',
  CLUSTER_UNAVAILABLE:
    'EMR did not reach the EKS cluster, or found no room on it. See that the cluster runs and has nodes, and start the job again.',
  INTERNAL_ERROR:
    'EMR or the system driver failed by itself. Start the job again; if it fails again, give AWS support the id of the job run.',
};

/** What the end of a run means and what to do next; undefined where that is plain. */
export function explanationOf(
  run: Pick<StoredJobRun, 'state' | 'stateDetails' | 'failureReason'>,
): string | undefined {
  const { state, stateDetails = '', failureReason = '' } = run;
  switch (state) {
    case 'CANCELLED':
      return 'The run was cancelled before it came to its end. What it did until then stays done.';
    case 'REFUSED':
      return explainRefusal(stateDetails);
    case 'FAILED':
      return (
        exitMeaning(stateDetails) ??
        SAYINGS.find(([saying]) => saying.test(stateDetails))?.[1] ??
        REASONS[failureReason] ??
        'The run failed, and EMR says no more than this. Read its log.'
      );
    default:
      return undefined;
  }
}

/** The code that the script ended with, as EMR or Kubernetes tell it. */
function exitMeaning(stateDetails: string): string | undefined {
  const [, code] =
    /exit(?:ed)?\s*(?:with\s*)?(?:exit\s*)?(?:code|status)?\s*[:=(]?\s*(\d{1,3})\b/i.exec(
      stateDetails,
    ) ?? [];
  if (code === undefined || code === '0') return undefined;
  return (
    EXIT_CODES[code] ??
    `The script ended with exit code ${code}. The end of its stderr may say why.`
  );
}

function explainRefusal(stateDetails: string): string {
  if (/AccessDenied/i.test(stateDetails)) {
    return 'Sluice’s own role may not do this. Attach the policy of plugins/sluice-backend/iam to it; it names which roles jobs may run as.';
  }
  if (/NoSuchBucket/i.test(stateDetails)) {
    return 'The jobs bucket is not there. Set the consumer account up again, and start the job then.';
  }
  if (/virtual ?cluster/i.test(stateDetails)) {
    return 'The virtual cluster does not take jobs. See what is missing for the team, and start the job then.';
  }
  return 'EMR on EKS did not take the run, and nothing was started. Its words say why; correct that and start it again.';
}
