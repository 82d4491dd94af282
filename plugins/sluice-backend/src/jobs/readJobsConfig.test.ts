import { ConfigReader } from '@backstage/config';
import { readJobsConfig } from './readJobsConfig';

const read = (jobs?: object) =>
  readJobsConfig(new ConfigReader(jobs ? { sluice: { jobs } as any } : {}));

describe('sluice.jobs', () => {
  it('can be left out', () => {
    expect(read()).toEqual({
      directory: expect.stringMatching(/^\/.*jobs$/),
      releaseLabel: 'emr-7.7.0-latest',
      profile: 'seed',
      defaults: {
        driverCores: 1,
        driverMemoryGb: 4,
        executorCores: 1,
        executorMemoryGb: 4,
        maxExecutors: 2,
      },
      limits: {
        resources: {
          driverCores: 4,
          driverMemoryGb: 16,
          executorCores: 4,
          executorMemoryGb: 16,
          maxExecutors: 10,
        },
        runsAtOnce: 3,
      },
      prices: { usdPerVcpuHour: 0.01012, usdPerGbHour: 0.00111125 },
    });
  });

  it('verifies by itself when told how often', () => {
    expect(read({ reverification: { every: 'P7D' } }).reverification).toEqual({
      everyMs: 7 * 24 * 3_600_000,
      runsPerDay: 10,
    });
  });

  it.each<[object, RegExp]>([
    [{ profile: 'dev' }, /^sluice\.jobs\.profile is 'dev'/],
    [{ releaseLabel: '7.7' }, /^sluice\.jobs\.releaseLabel is '7\.7'/],
    [{ limits: { runsAtOnce: 0 } }, /^sluice\.jobs\.limits\.runsAtOnce is 0/],
    [
      { limits: { driverCores: 1.5 } },
      /^sluice\.jobs\.limits\.driverCores is 1\.5/,
    ],
    [
      { defaults: { maxExecutors: 11 } },
      /^sluice\.jobs\.defaults\.maxExecutors is 11, more than/,
    ],
    [
      { prices: { usdPerGbHour: -1 } },
      /^sluice\.jobs\.prices\.usdPerGbHour is -1/,
    ],
    [
      { reverification: { every: 'PT5M' } },
      /^sluice\.jobs\.reverification\.every is 5 minutes/,
    ],
    [{ reverification: { every: 'P7D', runsPerDay: 0 } }, /runsPerDay is 0/],
  ])('refuses %j', (jobs, message) => {
    expect(() => read(jobs)).toThrow(message);
  });
});
