import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  RootConfigService,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { Declaration, declarationSchema } from '@sluice/plugin-sluice-common';
import { z } from 'zod';

/** How accounts are observed. */
export interface ObservationConfig {
  schedule: SchedulerServiceTaskScheduleDefinition;
  /** An observation older than this many milliseconds answers nothing any more. */
  staleAfterMs: number;
  /** Calls to one account that may run side by side. */
  concurrency: number;
}

/** What is remembered of drift. */
export interface DriftConfig {
  /** A difference that has been gone for longer than this is forgotten. */
  keepGoneForMs: number;
}

/** Configuration of the plugin. */
export interface SluiceConfig {
  observation: ObservationConfig;
  drift: DriftConfig;
  /** Entity ref of who owns, in the catalog, what no data product and no team owns. */
  defaultOwner: string;
  /** What is true without a change of ours having made it so. */
  declarations: Declaration[];
}

const DEFAULT_OWNER = 'group:default/unknown';
const DEFAULT_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 10 },
  timeout: { minutes: 30 },
  initialDelay: { seconds: 3 },
};
const DEFAULT_STALE_AFTER = { hours: 1 };
const DEFAULT_CONCURRENCY = 8;
/** An auditor looks a year back. */
const DEFAULT_KEEP_GONE_FOR = { days: 400 };
const DAY_MS = 24 * 60 * 60_000;

/**
 * Reads `sluice`.
 *
 * @throws InputError naming the key that is wrong.
 */
export function readSluiceConfig(config: RootConfigService): SluiceConfig {
  return {
    observation: readObservationConfig(
      config.getOptionalConfig('sluice.observation'),
    ),
    drift: readDriftConfig(config.getOptionalConfig('sluice.drift')),
    defaultOwner: readDefaultOwner(config),
    declarations: readDeclarations(config),
  };
}

function readObservationConfig(config?: Config): ObservationConfig {
  const schedule = config?.has('schedule')
    ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
        config.getConfig('schedule'),
      )
    : DEFAULT_SCHEDULE;
  const staleAfter = config?.has('staleAfter')
    ? readDurationFromConfig(config, { key: 'staleAfter' })
    : DEFAULT_STALE_AFTER;
  const concurrency =
    config?.getOptionalNumber('concurrency') ?? DEFAULT_CONCURRENCY;
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new InputError(
      `sluice.observation.concurrency is ${concurrency}; it must be a whole number of at least 1`,
    );
  }
  return {
    // One backend at a time reads an account, whatever the configuration says.
    schedule: { ...schedule, scope: 'global' },
    staleAfterMs: durationToMilliseconds(staleAfter),
    concurrency,
  };
}

function readDriftConfig(config?: Config): DriftConfig {
  const keepGoneFor = config?.has('keepGoneFor')
    ? readDurationFromConfig(config, { key: 'keepGoneFor' })
    : DEFAULT_KEEP_GONE_FOR;
  const keepGoneForMs = durationToMilliseconds(keepGoneFor);
  // What is forgotten does not come back, so a slip must not empty the record.
  if (keepGoneForMs < DAY_MS) {
    throw new InputError(
      `sluice.drift.keepGoneFor is ${keepGoneForMs} milliseconds; it must be at least a day`,
    );
  }
  return { keepGoneForMs };
}

function readDefaultOwner(config: Config): string {
  const owner = config.getOptionalString('sluice.catalog.defaultOwner');
  if (!owner) return DEFAULT_OWNER;
  try {
    return stringifyEntityRef(parseEntityRef(owner, { defaultKind: 'group' }));
  } catch {
    throw new InputError(
      `sluice.catalog.defaultOwner is '${owner}', which is no entity ref; expected one such as 'group:default/platform'`,
    );
  }
}

function readDeclarations(config: Config): Declaration[] {
  const declared = config.getOptional('sluice.declarations') ?? [];
  const parsed = z.array(declarationSchema).safeParse(declared);
  if (parsed.success) return parsed.data;
  throw new InputError(
    `sluice.declarations is not valid:\n${z.prettifyError(parsed.error)}`,
  );
}
