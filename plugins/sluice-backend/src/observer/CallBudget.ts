import pLimit from 'p-limit';

/**
 * Refusals that pass by waiting and that the SDK does not retry itself
 * (LF reference A12, measured with SDK v3).
 */
const TRANSIENT_ERRORS = new Set([
  'ConcurrentModificationException',
  'OperationTimeoutException',
]);
const MAX_ATTEMPTS = 5;
const FIRST_DELAY_MS = 250;

/**
 * Any SDK client. The clients come with different releases of Smithy's types,
 * which are not assignable to each other.
 */
interface SdkClient {
  middlewareStack: { add(middleware: any, options: any): void };
}

const wait = (milliseconds: number) =>
  new Promise<void>(resolve => {
    setTimeout(resolve, milliseconds);
  });

/**
 * Counts the calls of one observation, bounds how many run side by side, and
 * repeats those that failed only for the moment.
 */
export class CallBudget {
  private readonly limit: ReturnType<typeof pLimit>;
  private readonly sleep: (milliseconds: number) => Promise<void>;
  private started = 0;

  constructor(options: {
    concurrency: number;
    sleep?: (milliseconds: number) => Promise<void>;
  }) {
    this.limit = pLimit(options.concurrency);
    this.sleep = options.sleep ?? wait;
  }

  /** Calls started so far, own repetitions included; the SDK's are not seen. */
  get calls(): number {
    return this.started;
  }

  /** Runs one call within the budget. */
  run<T>(call: () => Promise<T>): Promise<T> {
    return this.limit(() => this.attempt(call));
  }

  /** Puts every call of an SDK client under this budget, paginators included. */
  attachTo(client: SdkClient): void {
    const middleware =
      <Arguments, Output>(next: (args: Arguments) => Promise<Output>) =>
      (args: Arguments) =>
        this.run(() => next(args));
    client.middlewareStack.add(middleware, {
      step: 'initialize',
      name: 'sluiceCallBudget',
    });
  }

  private async attempt<T>(call: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      this.started += 1;
      try {
        return await call();
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !isTransient(error)) throw error;
        const ceiling = FIRST_DELAY_MS * 2 ** (attempt - 1);
        await this.sleep(ceiling * (0.5 + Math.random() / 2));
      }
    }
  }
}

function isTransient(error: unknown): boolean {
  const { name, message } = error as Error;
  return (
    TRANSIENT_ERRORS.has(name) ||
    // IAM throttles underneath Lake Formation (LF reference A12).
    (name === 'InvalidInputException' && /rate exceeded/i.test(message))
  );
}
