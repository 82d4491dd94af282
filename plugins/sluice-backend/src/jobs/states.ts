import { SluiceApi } from '@sluice/plugin-sluice-common';

const TERMINAL: ReadonlySet<SluiceApi.JobState> = new Set<SluiceApi.JobState>([
  'REFUSED',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
]);

/** Whether a run has ended, and stays as it is. */
export function isTerminal(state: SluiceApi.JobState): boolean {
  return TERMINAL.has(state);
}
