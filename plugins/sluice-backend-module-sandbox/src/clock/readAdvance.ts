import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds, JsonObject } from '@backstage/types';

const EXAMPLES = `write {"advance": "P31D"}, "PT90M", or {"advance": {"days": 31}}`;

/**
 * How many milliseconds a request wants the clock to go on by. A month counts
 * 30 days and a year 365.
 *
 * @throws InputError naming what is wrong with the body.
 */
export function readAdvance(body: unknown): number {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InputError(
      `The body must be a JSON object that says how far the clock goes on: ${EXAMPLES}`,
    );
  }
  const { advance, ...others } = body as JsonObject;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw new InputError(
      `The body has '${unknown}', which is not known here: ${EXAMPLES}`,
    );
  }
  if (advance === undefined) {
    throw new InputError(`The body has no 'advance': ${EXAMPLES}`);
  }
  try {
    return durationToMilliseconds(
      readDurationFromConfig(new ConfigReader({ advance }), { key: 'advance' }),
    );
  } catch (error) {
    throw new InputError(
      `advance is ${JSON.stringify(
        advance,
      )}, which is no duration: ${EXAMPLES}`,
      error,
    );
  }
}
