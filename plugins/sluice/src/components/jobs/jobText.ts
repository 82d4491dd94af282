import type { SluiceApi } from '@sluice/plugin-sluice-common';

const KINDS: Record<SluiceApi.JobKind, string> = {
  script: 'Script',
  verification: 'Verification',
};

/** Kinds to choose from. */
export const KIND_OPTIONS = (Object.keys(KINDS) as SluiceApi.JobKind[]).map(
  id => ({ id, label: KINDS[id] }),
);

/** `Script` or `Verification`. */
export function kindText(kind: SluiceApi.JobKind): string {
  return KINDS[kind];
}

/** `1 min 20 s`; undefined before it has ended. */
export function durationText({
  submittedAt,
  finishedAt,
}: Pick<SluiceApi.JobRun, 'submittedAt' | 'finishedAt'>): string | undefined {
  if (!submittedAt || !finishedAt) return undefined;
  const seconds = Math.max(
    0,
    Math.round((Date.parse(finishedAt) - Date.parse(submittedAt)) / 1000),
  );
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

/** What a run costs, or may cost at most while it is not known how long it takes. */
export function costText({
  vcpu,
  memoryGb,
  usdPerHour,
  usd,
}: SluiceApi.JobCost): string {
  const size = `${vcpu} vCPU and ${memoryGb} GB at most`;
  return usd === undefined
    ? `${size}, ${usdText(usdPerHour)} an hour`
    : `${usdText(usd)} or less (${size})`;
}

/** Estimates have no more digits than they are worth; they are the most that it may be. */
export function usdText(usd: number): string {
  if (usd === 0) return '$0';
  return usd < 0.01 ? 'a cent' : `$${usd.toFixed(2)}`;
}
