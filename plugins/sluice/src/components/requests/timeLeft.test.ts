import { timeLeftText } from './timeLeft';

const NOW = new Date('2026-01-10T00:00:00Z');

describe('timeLeftText', () => {
  it.each([
    ['2026-02-09T12:00:00Z', '30 days left'],
    ['2026-01-11T00:00:00Z', '1 day left'],
    ['2026-01-10T23:59:59Z', '23 hours left'],
    ['2026-01-10T00:59:00Z', 'less than an hour left'],
    ['2026-01-10T00:00:00Z', 'its time is over'],
    ['soon', ''],
  ])('%s: %s', (expiresAt, text) => {
    expect(timeLeftText(expiresAt, NOW)).toBe(text);
  });
});
