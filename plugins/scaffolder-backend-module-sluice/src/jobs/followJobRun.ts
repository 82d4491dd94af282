import { LoggerService } from '@backstage/backend-plugin-api';
import { SluiceApi } from '@sluice/plugin-sluice-common';
import { lookUntil } from '../apply';

/** How often the result of a verification that has ended is looked for. */
const MAX_LOOKS_FOR_RESULT = 150;

const ENDED: SluiceApi.JobState[] = [
  'REFUSED',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
];

export function hasEnded({ state }: SluiceApi.JobRun): boolean {
  return ENDED.includes(state);
}

/** Whether what a verification saw may yet be taken in. */
export function mayBeProvedYet({
  kind,
  state,
  attestation,
}: SluiceApi.JobRun): boolean {
  // A verification that saw a difference ends as FAILED, and is proof of it.
  return (
    kind === 'verification' &&
    !attestation &&
    (state === 'COMPLETED' || state === 'FAILED')
  );
}

/**
 * Looks at a run until it has ended and, for a verification, until its result was
 * taken in. Logs each state once.
 *
 * @throws AbortError when the signal says so; the run goes on by itself
 */
export async function followJobRun(options: {
  look: () => Promise<SluiceApi.JobRun>;
  logger: LoggerService;
  pollMs: number;
  signal?: AbortSignal;
}): Promise<SluiceApi.JobRun> {
  const { logger } = options;
  const said = new Set<string>();
  let looksForResult = 0;
  return lookUntil({
    ...options,
    what: 'The job run',
    isOver: run => {
      const line = [run.state, run.stateDetails].filter(Boolean).join(': ');
      if (!said.has(line)) logger.info(line);
      said.add(line);
      if (!hasEnded(run)) return false;
      if (!mayBeProvedYet(run)) return true;
      looksForResult += 1;
      return looksForResult > MAX_LOOKS_FOR_RESULT;
    },
  });
}
