import { jobCost } from './jobCost';
import { checkResources } from './resources';

const RESOURCES = {
  driverCores: 1,
  driverMemoryGb: 4,
  executorCores: 2,
  executorMemoryGb: 8,
  maxExecutors: 3,
};
const PRICES = { usdPerVcpuHour: 0.01012, usdPerGbHour: 0.00111125 };

it('counts driver and executors of user and system, with their overhead', () => {
  // 2 × (1 + 3 × 2) cores; 2 × 1.4 × (4 + 3 × 8) GB.
  expect(jobCost(RESOURCES, PRICES)).toEqual({
    vcpu: 14,
    memoryGb: 79,
    usdPerHour: 0.2288,
  });
});

it('does not round a whole number of GB up', () => {
  const { memoryGb } = jobCost(
    { ...RESOURCES, driverMemoryGb: 1, executorMemoryGb: 1, maxExecutors: 9 },
    PRICES,
  );
  // 2 × 10 × 1.4
  expect(memoryGb).toBe(28);
});

it.each([
  [90 * 60_000, 0.3432],
  [1_000, 0.0038],
])('costs what it took, %d ms, and one minute at least', (ms, usd) => {
  expect(jobCost(RESOURCES, PRICES, ms).usd).toBe(usd);
});

it('refuses what is more than there may be, and what is no number of things', () => {
  expect(checkResources(RESOURCES, RESOURCES)).toEqual([]);
  expect(
    checkResources(
      { ...RESOURCES, maxExecutors: 4, driverCores: 0.5 },
      RESOURCES,
    ),
  ).toEqual([
    {
      rule: 'LIMITS',
      severity: 'error',
      message:
        'The job asks for 0.5 cores for the driver. Ask for a whole number of at least 1.',
    },
    {
      rule: 'LIMITS',
      severity: 'error',
      message:
        'The job asks for 4 executors, but may have 3 at most. Ask for less, or have sluice.jobs.limits.maxExecutors raised.',
    },
  ]);
});
