import { countText } from './requestText';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `12 days left`; the smaller the rest, the finer. */
export function timeLeftText(expiresAt: string, now: Date): string {
  const left = Date.parse(expiresAt) - now.getTime();
  if (Number.isNaN(left)) return '';
  if (left <= 0) return 'its time is over';
  if (left < HOUR_MS) return 'less than an hour left';
  return left < DAY_MS
    ? `${countText(Math.floor(left / HOUR_MS), 'hour')} left`
    : `${countText(Math.floor(left / DAY_MS), 'day')} left`;
}
