import type { SluiceApi } from '../apiClient';
import { JobResources } from './types';

/**
 * Spark on Kubernetes gives the pods of a Python application 40 % of their memory
 * on top, where those of a JVM application get 10 %
 * (`spark.kubernetes.memoryOverheadFactor`, in "Running on Kubernetes"); that is
 * more than the least, 384 MiB, for every whole GB. All scripts here are Python.
 * AWS does not say what the system's pods get; as much is assumed, since the
 * estimate is of the most.
 */
const OVERHEAD_FACTOR = 0.4;

/** Of EMR on EKS for the first started minute. */
const LEAST_BILLED_MS = 60_000;
const MS_PER_HOUR = 3_600_000;

/** Driver and executors of the user, and the same again of the system (V19). */
const SIDES = 2;

/**
 * The most that EMR asks for a job, as an estimate: without the machines that it
 * runs on, and with all executors from beginning to end.
 *
 * @param durationMs - of a run that has ended
 * @public
 */
export function jobCost(
  resources: JobResources,
  prices: { usdPerVcpuHour: number; usdPerGbHour: number },
  durationMs?: number,
): SluiceApi.JobCost {
  const { maxExecutors } = resources;
  const vcpu =
    SIDES * (resources.driverCores + maxExecutors * resources.executorCores);
  const memoryGb =
    SIDES *
    (1 + OVERHEAD_FACTOR) *
    (resources.driverMemoryGb + maxExecutors * resources.executorMemoryGb);
  const usdPerHour =
    vcpu * prices.usdPerVcpuHour + memoryGb * prices.usdPerGbHour;
  return {
    vcpu,
    // Binary fractions come out a little too large.
    memoryGb: Math.ceil(memoryGb - 1e-9),
    usdPerHour: rounded(usdPerHour),
    ...(durationMs !== undefined && {
      usd: rounded(
        (usdPerHour * Math.max(durationMs, LEAST_BILLED_MS)) / MS_PER_HOUR,
      ),
    }),
  };
}

/** To hundredths of a cent; short runs cost less than a cent. */
function rounded(usd: number): number {
  return Math.round(usd * 10_000) / 10_000;
}
