import { InputError } from '@backstage/errors';
import { SluiceApi } from '@sluice/plugin-sluice-common';

interface JobInput {
  team: string;
  kind: SluiceApi.JobKind;
  script?: string;
  arguments?: string[];
  profile?: SluiceApi.SparkProfile;
  expectedRows?: { table: string; rows: number }[];
}

/**
 * What an action was given as the API takes it. Only what belongs to the kind: a
 * form keeps what was filled in for the other.
 *
 * @throws InputError for a script without a name
 */
export function draftOf({
  team,
  kind,
  script,
  arguments: scriptArguments,
  profile,
  expectedRows,
}: JobInput): SluiceApi.JobDraft {
  const common = { team, kind, ...(profile && { profile }) };
  if (kind === 'verification') {
    return { ...common, ...(expectedRows?.length && { expectedRows }) };
  }
  if (!script) {
    throw new InputError(
      'script is missing. Give the name of a script of the house, or run the kind verification.',
    );
  }
  return {
    ...common,
    script: { name: script },
    ...(scriptArguments?.length && { arguments: scriptArguments }),
  };
}
