import { AwsError } from '../core';

/** Something that goes wrong with calls, on purpose. */
export interface FaultRule {
  /** `Glue.GetTables`, `Glue.*` or `*`. */
  operation: string;
  /** Milliseconds that a call takes before it is answered. */
  latencyMs?: number;
  /** Share of calls, 0 to 1, that are hit; all when neither this nor `every` is set. */
  rate?: number;
  /** Every n-th call is hit. */
  every?: number;
  /** Milliseconds that a query which the call starts stays `RUNNING`. */
  runningMs?: number;
  /** Refuse the call; without it the rule only takes time. */
  error?: { code: string; message?: string; status?: number };
}

/** Faults that come again in the same way: the same seed and calls, the same faults. */
export interface FaultOptions {
  seed?: number;
  rules: FaultRule[];
}

/** mulberry32: a small generator with a seed, which Math.random has not. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function matches(rule: FaultRule, service: string, operation: string): boolean {
  return ['*', `${service}.*`, `${service}.${operation}`].includes(
    rule.operation,
  );
}

/** Decides, call by call, what goes wrong. */
export class FaultInjector {
  private readonly random: () => number;
  private readonly counts = new Map<FaultRule, number>();
  private options: FaultOptions;

  constructor(options: FaultOptions = { rules: [] }) {
    this.options = options;
    this.random = generator(options.seed ?? 1);
  }

  /** Replaces the rules; a test can so break a world that was set up in peace. */
  setRules(rules: FaultRule[]) {
    this.options = { ...this.options, rules };
    this.counts.clear();
  }

  /**
   * @returns what becomes of that which the call starts
   * @throws AwsError the error of the first rule that hits.
   */
  async before(
    service: string,
    operation: string,
  ): Promise<{ runningMs?: number }> {
    let runningMs: number | undefined;
    for (const rule of this.options.rules) {
      if (!matches(rule, service, operation) || !this.hits(rule)) continue;
      if (rule.latencyMs) {
        await new Promise(resolve => setTimeout(resolve, rule.latencyMs));
      }
      if (rule.error) {
        throw new AwsError(
          rule.error.code,
          rule.error.message ?? `Injected by the sandbox: ${rule.error.code}`,
          rule.error.status,
        );
      }
      runningMs = rule.runningMs ?? runningMs;
    }
    return { runningMs };
  }

  private hits(rule: FaultRule): boolean {
    const count = (this.counts.get(rule) ?? 0) + 1;
    this.counts.set(rule, count);
    if (rule.every !== undefined) return count % rule.every === 0;
    if (rule.rate !== undefined) return this.random() < rule.rate;
    return true;
  }
}
