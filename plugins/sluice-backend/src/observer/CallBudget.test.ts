import { GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { HttpResponse } from '@smithy/protocol-http';
import { CallBudget } from './CallBudget';

function awsError(name: string, message = 'no'): Error {
  return Object.assign(new Error(message), { name });
}

const setup = (concurrency = 4) => {
  const delays: number[] = [];
  const budget = new CallBudget({
    concurrency,
    sleep: async milliseconds => {
      delays.push(milliseconds);
    },
  });
  return { budget, delays };
};

describe('CallBudget', () => {
  it.each([
    ['ConcurrentModificationException', 'Permission update failed'],
    ['OperationTimeoutException', 'timed out'],
    ['InvalidInputException', 'Rate exceeded'],
  ])('repeats a call that failed by %s', async (name, message) => {
    const { budget, delays } = setup();
    const call = jest
      .fn()
      .mockRejectedValueOnce(awsError(name, message))
      .mockRejectedValueOnce(awsError(name, message))
      .mockResolvedValue('done');
    await expect(budget.run(call)).resolves.toBe('done');
    expect(budget.calls).toBe(3);
    expect(delays).toHaveLength(2);
    expect(delays[1]).toBeGreaterThanOrEqual(250);
  });

  it('gives up after five attempts', async () => {
    const { budget } = setup();
    const error = awsError('OperationTimeoutException');
    await expect(budget.run(() => Promise.reject(error))).rejects.toBe(error);
    expect(budget.calls).toBe(5);
  });

  it.each(['AccessDeniedException', 'InvalidInputException'])(
    'does not repeat a call that failed by %s',
    async name => {
      const { budget, delays } = setup();
      await expect(
        budget.run(() => Promise.reject(awsError(name))),
      ).rejects.toThrow();
      expect([budget.calls, delays.length]).toEqual([1, 0]);
    },
  );

  it('bounds how many calls run side by side', async () => {
    const { budget } = setup(2);
    let running = 0;
    let most = 0;
    const call = async () => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
    };
    await Promise.all(Array.from({ length: 10 }, () => budget.run(call)));
    expect([most, budget.calls]).toEqual([2, 10]);
  });

  it('counts and repeats the calls of an SDK client', async () => {
    const { budget } = setup();
    const bodies = [
      { __type: 'ConcurrentModificationException', Message: 'again' },
      { Table: { Name: 'patients' } },
    ];
    const client = new GlueClient({
      region: 'us-west-2',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
      requestHandler: {
        handle: async () => {
          const body = bodies.shift()!;
          return {
            response: new HttpResponse({
              statusCode: '__type' in body ? 400 : 200,
              headers: { 'content-type': 'application/x-amz-json-1.1' },
              body: Buffer.from(JSON.stringify(body)),
            }),
          };
        },
      },
    });
    budget.attachTo(client);
    const { Table } = await client.send(
      new GetTableCommand({ DatabaseName: 'healthcare_db', Name: 'patients' }),
    );
    expect(Table?.Name).toBe('patients');
    expect(budget.calls).toBe(2);
  });
});
