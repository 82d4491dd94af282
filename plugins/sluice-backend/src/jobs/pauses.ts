/** How often a run is looked at. */
export interface FollowPauses {
  /** After something happened, in milliseconds. */
  firstMs: number;
  /** When nothing has happened for a while. */
  longestMs: number;
}

export const FOLLOW_PAUSES: FollowPauses = {
  firstMs: 2_000,
  longestMs: 30_000,
};

/** A run that has been as it is for an hour will not be otherwise in two seconds. */
const SHARE_OF_AGE = 0.1;

/** Until the next look at a run that has been as it is for so long. */
export function pauseOf(ageMs: number, pauses: FollowPauses): number {
  return Math.min(
    Math.max(ageMs * SHARE_OF_AGE, pauses.firstMs),
    pauses.longestMs,
  );
}

/** After that many attempts that failed; with jitter, so that rivals part. */
export function pauseAfterFailures(
  failures: number,
  { firstMs, longestMs }: FollowPauses,
): number {
  const ceiling = Math.min(firstMs * 2 ** Math.min(failures, 20), longestMs);
  return ceiling * (0.5 + Math.random() / 2);
}
