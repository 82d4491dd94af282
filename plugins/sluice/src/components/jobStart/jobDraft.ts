import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { bytesOf } from './scriptFile';

/** The API takes no more. */
export const JOB_LIMITS = {
  scriptName: 64,
  arguments: 50,
  argumentLength: 1024,
};

const SCRIPT_NAME = /^[A-Za-z0-9._-]{1,64}$/;

/** What a person has filled in so far. */
export interface JobFields {
  /** Name of a script of the house, or that it is an own one. */
  choice?: { house: string } | 'own';
  ownName: string;
  ownText: string;
  /** One a line. */
  arguments: string;
  /** As Sluice is configured when absent. */
  profile?: SluiceApi.SparkProfile;
  /** NaN where a field was emptied. As Sluice is configured when absent. */
  resources?: SluiceApi.JobResources;
  /** By entity ref of the table. */
  expectedRows: Record<string, number>;
}

export const NOTHING_FILLED_IN: JobFields = {
  ownName: '',
  ownText: '',
  arguments: '',
  expectedRows: {},
};

/** What would be sent. */
export function draftOf(
  fields: JobFields,
  { team, kind }: { team: string; kind: SluiceApi.JobKind },
): SluiceApi.JobDraft {
  const { profile, resources } = fields;
  const common = {
    team,
    kind,
    ...(profile && { profile }),
    ...(resources && { resources }),
  };
  if (kind === 'verification') {
    const expectedRows = Object.entries(fields.expectedRows).map(
      ([table, rows]) => ({ table, rows }),
    );
    return { ...common, ...(expectedRows.length > 0 && { expectedRows }) };
  }
  const args = argumentsOf(fields);
  return {
    ...common,
    script: scriptOf(fields),
    ...(args.length > 0 && { arguments: args }),
  };
}

function scriptOf({
  choice,
  ownName,
  ownText,
}: JobFields): SluiceApi.JobDraft['script'] {
  if (choice === undefined) return undefined;
  return choice === 'own'
    ? { name: ownName, content: ownText }
    : { name: choice.house };
}

function argumentsOf(fields: JobFields): string[] {
  return fields.arguments.split('\n').filter(each => each.trim() !== '');
}

/** What has to be filled in before anything can be checked; a whole sentence. */
export function findObstacle(
  fields: JobFields,
  kind: SluiceApi.JobKind,
  limits: SluiceApi.JobOptionsLimits,
): string | undefined {
  return (
    (kind === 'script' ? scriptObstacle(fields, limits) : undefined) ??
    resourcesObstacle(fields.resources)
  );
}

function scriptObstacle(
  fields: JobFields,
  { scriptBytes }: SluiceApi.JobOptionsLimits,
): string | undefined {
  const { choice, ownName, ownText } = fields;
  if (choice === undefined) return 'Choose a script.';
  if (choice === 'own') {
    if (ownText.trim() === '') {
      return 'Choose the file of your script, or paste its text.';
    }
    if (bytesOf(ownText) > scriptBytes) return tooLong(scriptBytes);
    if (ownName === '') return 'Give your script a name.';
    if (!isScriptName(ownName)) {
      return 'The name of a script has letters, digits, dots, dashes and underscores, 64 at most.';
    }
  }
  return argumentsObstacle(argumentsOf(fields));
}

function argumentsObstacle(args: string[]): string | undefined {
  if (args.length > JOB_LIMITS.arguments) {
    return `A job takes ${JOB_LIMITS.arguments} arguments at most; there are ${args.length}.`;
  }
  const long = args.findIndex(
    ({ length }) => length > JOB_LIMITS.argumentLength,
  );
  return long >= 0
    ? `Argument ${long + 1} is longer than ${
        JOB_LIMITS.argumentLength
      } characters; shorten it.`
    : undefined;
}

function resourcesObstacle(
  resources: SluiceApi.JobResources | undefined,
): string | undefined {
  return resources && Object.values(resources).some(Number.isNaN)
    ? 'Fill in all resources, below Advanced.'
    : undefined;
}

export function isScriptName(name: string): boolean {
  return SCRIPT_NAME.test(name);
}

export function tooLong(scriptBytes: number): string {
  return `The script is longer than ${scriptBytes} bytes, which is the most. Put data into tables, and shared code into fewer lines.`;
}
