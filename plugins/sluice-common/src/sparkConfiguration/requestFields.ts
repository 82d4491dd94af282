import { error, shortened } from './propertyRules';
import { JobProblem, StartJobRunRequest } from './types';

/** A member of `StartJobRun` with what the service's model says of it. */
interface Field {
  what: string;
  value: string | undefined;
  most: number;
  pattern?: RegExp;
  /** "letters, digits and .-_/#" */
  takes?: string;
}

const NOT_BLANK = /\S/;
const NAME = /^[.\-_/#A-Za-z0-9]+$/;
const MAX_PROPERTIES = 100;
const MAX_TAGS = 50;

/** V21: lengths and characters (botocore 1.43, emr-containers). */
export function fieldProblems(request: StartJobRunRequest): JobProblem[] {
  const driver = request.jobDriver?.sparkSubmitJobDriver;
  const overrides = request.configurationOverrides;
  const tags = Object.entries(request.tags ?? {});
  const fields: Field[] = [
    {
      what: 'The name of the run',
      value: request.name,
      most: 64,
      pattern: NAME,
      takes: 'letters, digits and .-_/#',
    },
    { what: 'The client token', value: request.clientToken, most: 64 },
    {
      what: 'The id of the virtual cluster',
      value: request.virtualClusterId,
      most: 64,
      pattern: /^[0-9a-z]+$/,
      takes: 'lower-case letters and digits',
    },
    { what: 'The entry point', value: driver?.entryPoint, most: 256 },
    {
      what: 'sparkSubmitParameters',
      value: driver?.sparkSubmitParameters,
      most: 102_400,
    },
    ...(driver?.entryPointArguments ?? []).map((value, index) => ({
      what: `Argument ${index + 1}`,
      value,
      most: 10_280,
    })),
    ...(overrides?.applicationConfiguration ?? []).flatMap(
      ({ properties = {} }) =>
        Object.entries(properties).flatMap(([key, value]) => [
          {
            what: `The name of property ${shortened(key)}`,
            value: key,
            most: 1024,
          },
          { what: `Property ${shortened(key)}`, value, most: 1024 },
        ]),
    ),
    ...tags.flatMap(([key, value]) => [
      { what: `The key of tag ${shortened(key)}`, value: key, most: 128 },
      {
        what: `Tag ${shortened(key)}`,
        value,
        most: 256,
        // An empty one is taken.
        pattern: /^$|\S/,
      },
    ]),
  ];
  return [
    ...fields.flatMap(problemOf),
    ...(overrides?.applicationConfiguration ?? []).flatMap(
      ({ classification, properties = {} }) =>
        tooMany(
          `The configuration ${classification} has`,
          Object.keys(properties).length,
          MAX_PROPERTIES,
          'properties',
        ),
    ),
    ...tooMany('The run has', tags.length, MAX_TAGS, 'tags'),
  ];
}

function problemOf({
  what,
  value = '',
  most,
  pattern = NOT_BLANK,
  takes,
}: Field): JobProblem[] {
  if (value.length > most) {
    return [
      error(
        'V21',
        `${what} has ${value.length} characters, but EMR takes ${most} at most. Make it shorter.`,
      ),
    ];
  }
  if (pattern.test(value)) return [];
  return [
    error(
      'V21',
      value && takes
        ? `${what} is "${shortened(
            value,
          )}", but takes only ${takes}. Change it.`
        : `${what} is empty, and EMR does not take that. Give it, or leave it out.`,
    ),
  ];
}

function tooMany(
  begin: string,
  count: number,
  most: number,
  what: string,
): JobProblem[] {
  if (count <= most) return [];
  return [
    error(
      'V21',
      `${begin} ${count} ${what}, but EMR takes ${most} at most. Leave some out.`,
    ),
  ];
}
