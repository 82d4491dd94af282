import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { JobResources, SparkProfile } from '@sluice/plugin-sluice-common';
import path from 'path';

const ROOT = 'sluice.jobs';
const PROFILES: readonly SparkProfile[] = ['seed', 'documented'];
const DAY_MS = 24 * 3_600_000;
/** A verification takes minutes; more often than this, one would follow the other. */
const SHORTEST_REVERIFICATION_MS = 3_600_000;

const DEFAULTS: JobResources = {
  driverCores: 1,
  driverMemoryGb: 4,
  executorCores: 1,
  executorMemoryGb: 4,
  maxExecutors: 2,
};
const LIMITS: JobResources = {
  driverCores: 4,
  driverMemoryGb: 16,
  executorCores: 4,
  executorMemoryGb: 16,
  maxExecutors: 10,
};

/** How jobs run. */
export interface JobsConfig {
  /** Absolute path of the scripts of the house. */
  directory: string;
  releaseLabel: string;
  profile: SparkProfile;
  defaults: JobResources;
  limits: {
    resources: JobResources;
    /** Of one team. */
    runsAtOnce: number;
  };
  prices: { usdPerVcpuHour: number; usdPerGbHour: number };
  /** Absent when Sluice does not verify by itself. */
  reverification?: { everyMs: number; runsPerDay: number };
}

/**
 * Reads `sluice.jobs`. All of it can be left out.
 *
 * @throws InputError naming the key that is wrong
 */
export function readJobsConfig(config: Config): JobsConfig {
  const limits = readResources(config, 'limits', LIMITS);
  const defaults = readResources(config, 'defaults', DEFAULTS);
  for (const [member, most] of Object.entries(limits)) {
    const asked = defaults[member as keyof JobResources];
    if (asked <= most) continue;
    throw new InputError(
      `${ROOT}.defaults.${member} is ${asked}, more than ${ROOT}.limits.${member}, which is ${most}; no job could run without saying how much it needs`,
    );
  }
  const reverification = readReverification(config);
  return {
    directory: path.resolve(
      config.getOptionalString(`${ROOT}.directory`) ?? '../../jobs',
    ),
    releaseLabel: readReleaseLabel(config),
    profile: readProfile(config),
    defaults,
    limits: {
      resources: limits,
      runsAtOnce: countOf(config, `${ROOT}.limits.runsAtOnce`, 3),
    },
    prices: {
      usdPerVcpuHour: priceOf(config, 'usdPerVcpuHour', 0.01012),
      usdPerGbHour: priceOf(config, 'usdPerGbHour', 0.00111125),
    },
    ...(reverification && { reverification }),
  };
}

function readReleaseLabel(config: Config): string {
  const key = `${ROOT}.releaseLabel`;
  const label = config.getOptionalString(key) ?? 'emr-7.7.0-latest';
  if (/^emr-\d+\.\d+\.\d+-(?:latest|\d{8})$/.test(label)) return label;
  throw new InputError(
    `${key} is '${label}', which is no release of EMR on EKS; expected one such as emr-7.7.0-latest`,
  );
}

function readProfile(config: Config): SparkProfile {
  const key = `${ROOT}.profile`;
  const asked = config.getOptionalString(key) ?? 'seed';
  const profile = PROFILES.find(each => each === asked);
  if (profile) return profile;
  throw new InputError(
    `${key} is '${asked}'; it must be ${PROFILES.join(' or ')}`,
  );
}

function readResources(
  config: Config,
  group: string,
  standard: JobResources,
): JobResources {
  return Object.fromEntries(
    Object.entries(standard).map(([member, value]) => [
      member,
      countOf(config, `${ROOT}.${group}.${member}`, value),
    ]),
  ) as unknown as JobResources;
}

function countOf(config: Config, key: string, standard: number): number {
  const count = config.getOptionalNumber(key) ?? standard;
  if (Number.isInteger(count) && count >= 1) return count;
  throw new InputError(
    `${key} is ${count}; it must be a whole number of at least 1`,
  );
}

function priceOf(config: Config, name: string, standard: number): number {
  const key = `${ROOT}.prices.${name}`;
  const price = config.getOptionalNumber(key) ?? standard;
  if (price >= 0 && Number.isFinite(price)) return price;
  throw new InputError(`${key} is ${price}; it must not be negative`);
}

function readReverification(
  config: Config,
): JobsConfig['reverification'] | undefined {
  const key = `${ROOT}.reverification`;
  const runsPerDay = countOf(config, `${key}.runsPerDay`, 10);
  if (!config.has(`${key}.every`)) return undefined;
  const everyMs = durationToMilliseconds(
    readDurationFromConfig(config, { key: `${key}.every` }),
  );
  if (everyMs < SHORTEST_REVERIFICATION_MS) {
    throw new InputError(
      `${key}.every is ${
        everyMs / 60_000
      } minutes; it must be at least an hour, since each verification is a job that somebody pays for`,
    );
  }
  return { everyMs, runsPerDay };
}

/** For the API, which counts in days. */
export function daysOf(milliseconds: number): number {
  return milliseconds / DAY_MS;
}
