import { FaultInjector } from './faults';

const throttling = { code: 'ThrottlingException', message: 'Rate exceeded' };

/** Which of the calls fail, by number. */
async function failures(
  injector: FaultInjector,
  calls: number,
  operation = 'GetTables',
): Promise<number[]> {
  const failed: number[] = [];
  for (let call = 1; call <= calls; call++) {
    await injector.before('Glue', operation).catch(() => failed.push(call));
  }
  return failed;
}

describe('FaultInjector', () => {
  it.each([
    ['every call', { operation: '*' }, [1, 2, 3, 4, 5, 6]],
    ['every third call', { operation: 'Glue.GetTables', every: 3 }, [3, 6]],
    ['calls of the service', { operation: 'Glue.*', every: 2 }, [2, 4, 6]],
    ['no other operation', { operation: 'Glue.GetTable' }, []],
    ['no other service', { operation: 'IAM.*' }, []],
    ['nothing at rate 0', { operation: '*', rate: 0 }, []],
  ])('hits %s', async (_, rule, expected) => {
    const injector = new FaultInjector({
      rules: [{ ...rule, error: throttling }],
    });
    expect(await failures(injector, 6)).toEqual(expected);
  });

  it('comes again in the same way for the same seed', async () => {
    const hits = (seed: number) =>
      failures(
        new FaultInjector({
          seed,
          rules: [{ operation: '*', rate: 0.3, error: throttling }],
        }),
        200,
      );
    const first = await hits(7);

    expect(await hits(7)).toEqual(first);
    expect(await hits(8)).not.toEqual(first);
    expect(first.length).toBeGreaterThan(40);
    expect(first.length).toBeLessThan(80);
  });

  it('refuses with the error of the rule', async () => {
    const injector = new FaultInjector({
      rules: [{ operation: '*', error: { ...throttling, status: 429 } }],
    });
    await expect(injector.before('Glue', 'GetTables')).rejects.toMatchObject({
      code: 'ThrottlingException',
      message: 'Rate exceeded',
      statusCode: 429,
    });
  });

  it('takes time, where a rule only slows calls down', async () => {
    jest.useFakeTimers();
    const injector = new FaultInjector({
      rules: [{ operation: '*', latencyMs: 500 }],
    });
    let answered = false;
    const call = injector.before('Glue', 'GetTables').then(() => {
      answered = true;
    });
    await jest.advanceTimersByTimeAsync(499);
    expect(answered).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    await call;
    expect(answered).toBe(true);
    jest.useRealTimers();
  });

  it('can begin later, when the world is set up', async () => {
    const injector = new FaultInjector();
    expect(await failures(injector, 2)).toEqual([]);
    injector.setRules([{ operation: '*', every: 2, error: throttling }]);
    expect(await failures(injector, 4)).toEqual([2, 4]);
  });
});
