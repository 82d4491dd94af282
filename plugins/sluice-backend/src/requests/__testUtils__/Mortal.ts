/** When somebody dies: with a call that never happens, or whose answer never comes. */
export interface Death {
  /** Counts from 1. */
  call: number;
  when: 'before' | 'after';
}

/**
 * Somebody who dies at a call to one of the things that were handed to them, and
 * from then on neither does anything nor gets an answer.
 */
export class Mortal {
  private calls = 0;
  isDead = false;

  constructor(private readonly death: Death) {}

  hand<T extends object>(thing: T): T {
    return new Proxy(thing, {
      get: (target, property) => {
        const member = Reflect.get(target, property, target);
        return typeof member === 'function'
          ? (...args: unknown[]) => this.call(() => member.apply(target, args))
          : member;
      },
    });
  }

  private async call(act: () => unknown): Promise<unknown> {
    this.calls += 1;
    const isLast = this.calls === this.death.call;
    if (isLast && this.death.when === 'before') this.isDead = true;
    this.assertAlive();
    const answer = await act();
    if (isLast) this.isDead = true;
    this.assertAlive();
    return answer;
  }

  private assertAlive(): void {
    if (this.isDead) throw new Error('Nobody is there any more');
  }
}
