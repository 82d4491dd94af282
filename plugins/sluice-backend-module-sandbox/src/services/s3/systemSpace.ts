import { rmSync } from 'fs';
import { AwsError, Caller, SandboxWorld } from '../../core';
import { buckets, deleteObject, listObjects, localPath } from './objectStore';

/** No account has this id: the bucket is EMR's own. */
const OWNER = 'emr-on-eks';

/**
 * Where EMR keeps what the query engine of a job run has filtered: a bucket that
 * is nobody's, under a prefix of the run. It is made on first use.
 */
export function systemSpaceUri(
  world: SandboxWorld,
  region: string,
  jobRunId: string,
): string {
  const name = `emr-system-space-${region}`;
  const existing = buckets(world).get(name);
  if (existing && existing.ownerAccountId !== OWNER) {
    throw new AwsError(
      'OperationTimeoutException',
      `Bucket ${name} is where the sandbox keeps what jobs read, and account ${existing.ownerAccountId} has made one of that name. Delete it.`,
    );
  }
  if (!existing) {
    buckets(world).set(name, {
      name,
      ownerAccountId: OWNER,
      region,
      createdAt: world.clock.now(),
      objects: new Map(),
    });
  }
  return `s3://${name}/${jobRunId}`;
}

/** Whether a bucket is EMR's own. */
export function isSystemSpace(world: SandboxWorld, bucket: string): boolean {
  return buckets(world).get(bucket)?.ownerAccountId === OWNER;
}

/** Whether a key, or a prefix to list, is among what the caller's own run was given. */
export function isOfOwnRun(caller: Caller, key: string): boolean {
  return caller.engineOf !== undefined && key.startsWith(`${caller.engineOf}/`);
}

/** Takes away all that a run was given, in every region. */
export function clearSystemSpace(world: SandboxWorld, jobRunId: string) {
  for (const { name } of [...buckets(world).values()]) {
    if (!isSystemSpace(world, name)) continue;
    for (const { key } of listObjects(world, name, `${jobRunId}/`)) {
      deleteObject(world, name, key);
    }
    rmSync(localPath(world, name, jobRunId), { recursive: true, force: true });
  }
}
