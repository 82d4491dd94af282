import { constants, createGunzip, Gunzip } from 'zlib';
import { StoredJobRun } from './types';

export type LogStream = 'stdout' | 'stderr';

/** A log that is longer than this, uncompressed, is not read on. */
export const LONGEST_LOG = 512 * 1024 ** 2;

/**
 * Folder of what the driver wrote, as EMR on EKS lays it out (seed reference 3.5);
 * undefined while EMR has no such run.
 */
export function driverLogFolder(
  run: Pick<StoredJobRun, 'logUri' | 'virtualClusterId' | 'emrJobRunId'>,
): string | undefined {
  const { logUri, virtualClusterId, emrJobRunId: id } = run;
  if (!virtualClusterId || !id) return undefined;
  return `${logUri}/${virtualClusterId}/jobs/${id}/containers/spark-${id}/spark-${id}-driver`;
}

/** A log that is still being written ends in the middle, which is no damage. */
export function gunzipOfLog(): Gunzip {
  return createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
}
