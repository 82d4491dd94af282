import { InputError } from '@backstage/errors';
import type { SluiceClock } from '@sluice/plugin-sluice-node';

/** Later times do not fit into the dates that people and databases write. */
const END_OF_TIME = Date.UTC(9999, 11, 31);

/** The system's clock, moved on by as much as somebody asked for; never back. */
export class MovableClock implements SluiceClock {
  private aheadMs = 0;

  constructor(private readonly system: () => number = Date.now) {}

  now(): Date {
    return new Date(this.system() + this.aheadMs);
  }

  /** How far it is ahead of the system's clock. */
  get ahead(): number {
    return this.aheadMs;
  }

  /** @throws InputError when that would be no step ahead, or one beyond the year 9999. */
  advance(milliseconds: number): void {
    if (!(milliseconds > 0)) {
      throw new InputError(
        `The clock only goes forward: advance is ${milliseconds} milliseconds, and must be more than none`,
      );
    }
    if (this.now().getTime() + milliseconds > END_OF_TIME) {
      throw new InputError(
        `The clock would go beyond the year 9999: it is ${this.now().toISOString()}, and was to go on by ${milliseconds} milliseconds`,
      );
    }
    this.aheadMs += milliseconds;
  }
}
