import { SandboxWorld, SliceKey } from '../../../core';
import type { JobRunner } from './JobRunner';

export { JobRunner } from './JobRunner';
export type { JobRunOptions, SparkOptions } from './JobRunner';

const RUNNER: SliceKey<{ runner?: JobRunner }> = {
  id: 'emrContainers.runner',
  create: () => ({}),
};

/** Who runs the jobs of a sandbox; undefined when nobody does. */
export function jobRunnerOf(world: SandboxWorld): JobRunner | undefined {
  return world.slice(RUNNER, 'all').runner;
}

/** From now on job runs are done. */
export function setJobRunner(world: SandboxWorld, runner: JobRunner) {
  world.slice(RUNNER, 'all').runner = runner;
}
