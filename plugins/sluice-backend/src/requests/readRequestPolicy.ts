import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  Config,
  ConfigReader,
  readDurationFromConfig,
} from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  durationToMilliseconds,
  HumanDuration,
  JsonValue,
} from '@backstage/types';
import { RequestPolicy, SensitiveApproval } from '@sluice/plugin-sluice-common';

const ROOT = 'sluice.requests';
const PLATFORM_ENGINEERS = 'sluice.permission.platformEngineers';
const MINUTE_MS = 60_000;

/**
 * Reads `sluice.requests`. All of it can be left out.
 *
 * @throws InputError naming the key that is wrong
 */
export function readRequestPolicy(config: Config): RequestPolicy {
  const maxDurationMinutes = minutesOf(config, `${ROOT}.maxDuration`, {
    days: 365,
  });
  const escalation = readEscalation(config);
  return {
    maxDurationMinutes,
    defaultDurationMinutes: readDefaultDuration(config, maxDurationMinutes),
    ownerQuorum: readQuorum(config, `${ROOT}.ownerQuorum`),
    sensitive: readSensitive(config),
    ...(escalation && { escalation }),
    remindBeforeMinutes: readReminders(config),
    reviews: {
      ...(config.has(`${ROOT}.reviews.every`) && {
        everyMinutes: minutesOf(config, `${ROOT}.reviews.every`),
      }),
      answerWithinMinutes: minutesOf(config, `${ROOT}.reviews.answerWithin`, {
        days: 14,
      }),
      unanswered: readUnanswered(config),
    },
    credentialLifetimeMinutes: minutesOf(config, `${ROOT}.credentialLifetime`, {
      minutes: 60,
    }),
  };
}

/** 90 days, or the maximum where that is shorter. */
function readDefaultDuration(config: Config, most: number): number {
  const key = `${ROOT}.defaultDuration`;
  if (!config.has(key)) return Math.min(90 * 24 * 60, most);
  const minutes = minutesOf(config, key);
  if (minutes <= most) return minutes;
  throw new InputError(
    `${key} is ${minutes} minutes, longer than ${ROOT}.maxDuration, which is ${most}`,
  );
}

function readSensitive(config: Config): SensitiveApproval[] {
  const key = `${ROOT}.sensitive`;
  const rules = (config.getOptionalConfigArray(key) ?? []).map((rule, index) =>
    readSensitiveRule(rule, `${key}[${index}]`),
  );
  // Steps go by their titles, also when rules come or go while they wait.
  const titles = rules.map(({ title }) => title);
  const twice = titles.find((title, index) => titles.indexOf(title) !== index);
  if (twice === undefined) return rules;
  throw new InputError(
    `${key} has two entries with the title '${twice}'; each needs one of its own`,
  );
}

function readSensitiveRule(rule: Config, key: string): SensitiveApproval {
  const title = rule.getOptionalString('title')?.trim();
  if (!title) throw new InputError(`${key}.title is missing or empty`);
  const approvers = readRefs(rule, 'approvers', key);
  const classifications = rule
    .getOptionalStringArray('classifications')
    ?.map(each => each.trim())
    .filter(Boolean);
  if (approvers.length === 0) {
    throw new InputError(
      `${key}.approvers is empty; nobody could approve what needs them`,
    );
  }
  if (!classifications?.length) {
    throw new InputError(
      `${key}.classifications is empty; name those of columns, such as 'pii'`,
    );
  }
  return {
    title,
    approvers,
    classifications,
    quorum: readQuorum(rule, 'quorum', `${key}.quorum`),
  };
}

/** To the platform engineers, after three days, unless it says otherwise. */
function readEscalation(config: Config): RequestPolicy['escalation'] {
  const key = `${ROOT}.escalation.to`;
  const to = config.has(key)
    ? readRefs(config, key)
    : readPlatformEngineers(config);
  if (to.length === 0) return undefined;
  return {
    afterMinutes: minutesOf(config, `${ROOT}.escalation.after`, { days: 3 }),
    to,
  };
}

/** Entity refs of those who look after the platform; the permission policy knows them, too. */
export function readPlatformEngineers(config: Config): string[] {
  return readRefs(config, PLATFORM_ENGINEERS);
}

function readReminders(config: Config): number[] {
  const key = `${ROOT}.remindBefore`;
  const values = config.getOptional<JsonValue>(key);
  if (values === undefined) return [14, 3, 1].map(days => days * 24 * 60);
  if (!Array.isArray(values)) {
    throw new InputError(`${key} is no list of durations`);
  }
  const minutes = values.map((value, index) => {
    const element = `${key}[${index}]`;
    // Elements of a list have no keys of their own that could be read.
    return wholeMinutes(
      readDuration(new ConfigReader({ value }), 'value', element),
      element,
    );
  });
  return [...new Set(minutes)].sort((a, b) => b - a);
}

function readUnanswered(config: Config): 'keep' | 'revoke' {
  const key = `${ROOT}.reviews.unanswered`;
  const unanswered = config.getOptionalString(key) ?? 'keep';
  if (unanswered === 'keep' || unanswered === 'revoke') return unanswered;
  throw new InputError(`${key} is '${unanswered}'; expected keep or revoke`);
}

function readQuorum(config: Config, path: string, key: string = path): number {
  const quorum = config.getOptionalNumber(path) ?? 1;
  if (Number.isInteger(quorum) && quorum >= 1) return quorum;
  throw new InputError(
    `${key} is ${quorum}; it must be a whole number of at least 1`,
  );
}

function readRefs(config: Config, path: string, parent?: string): string[] {
  const refs = config.getOptionalStringArray(path) ?? [];
  return refs.map((ref, index) => {
    try {
      return stringifyEntityRef(parseEntityRef(ref, { defaultKind: 'group' }));
    } catch {
      const key = parent ? `${parent}.${path}` : path;
      throw new InputError(
        `${key}[${index}] is '${ref}', which is no entity ref; expected one such as 'group:default/privacy'`,
      );
    }
  });
}

function minutesOf(
  config: Config,
  key: string,
  byDefault?: HumanDuration,
): number {
  const duration =
    byDefault && !config.has(key) ? byDefault : readDuration(config, key);
  return wholeMinutes(duration, key);
}

function wholeMinutes(duration: HumanDuration, key: string): number {
  const minutes = durationToMilliseconds(duration) / MINUTE_MS;
  if (Number.isInteger(minutes) && minutes >= 1) return minutes;
  throw new InputError(
    `${key} is ${minutes} minutes; it must be a whole number of at least 1`,
  );
}

function readDuration(
  config: Config,
  path: string,
  key: string = path,
): HumanDuration {
  try {
    return readDurationFromConfig(config, { key: path });
  } catch (error) {
    throw new InputError(`${key} is no duration`, error);
  }
}
