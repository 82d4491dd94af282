import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  checkJobRequest,
  checkResources,
  checkScript,
  jobCost,
  JobProblem,
  JobResources,
  scriptKey,
  SluiceApi,
  SparkProfile,
  StartJobRunRequest,
  startJobRunRequest,
  TableExpectation,
} from '@sluice/plugin-sluice-common';
import { AccessService, Team } from '../access';
import { JobsConfig } from './readJobsConfig';
import { ScriptLibrary, sha256Of, VERIFICATION_SCRIPT } from './ScriptLibrary';
import { TeamPlace, TeamPlaces } from './TeamPlaces';
import { ExpectationSource } from './types';
import { verificationArguments } from './verificationArguments';

/** A script of one's own; the API says the same in characters. */
export const LONGEST_SCRIPT_BYTES = 256 * 1024;

/** A run that is worked out, and not yet begun. */
export interface PreparedJob {
  team: Team;
  place: TeamPlace;
  script: { name: string; text: string; sha256: string };
  arguments: string[];
  profile: SparkProfile;
  resources: JobResources;
  problems: JobProblem[];
  cost: SluiceApi.JobCost;
  /** What is missing before anything can be started; whole sentences. */
  missing: string[];
  /** Absent where something is missing. */
  start?: {
    request: StartJobRunRequest;
    script: { text: string; bucket: string; key: string };
  };
  /** Of a verification. */
  expectations?: TableExpectation[];
}

/** Works out what a draft would start, and what is wrong with it. Starts nothing. */
export class JobPreparation {
  constructor(
    private readonly options: {
      config: JobsConfig;
      access: Pick<AccessService, 'current'>;
      places: TeamPlaces;
      library: ScriptLibrary;
      expectations: ExpectationSource;
    },
  ) {}

  /** @throws NotFoundError for a team that is none */
  async teamOf(teamRef: string): Promise<Team> {
    const snapshot = await this.options.access.current();
    const team = snapshot.findTeam(teamRef);
    if (team) return team;
    throw new NotFoundError(
      `No consumer team '${teamRef}' is known; a Group becomes one by its job execution role`,
    );
  }

  /**
   * @param runId - also the client token for EMR
   * @throws InputError for a draft that says no run; NotFoundError for a team or a script that is not there
   */
  async prepare(
    draft: SluiceApi.JobDraft,
    runId: string,
  ): Promise<PreparedJob> {
    const { config, places, expectations: source } = this.options;
    refuseContradictions(draft);
    const team = await this.teamOf(draft.team);
    const place = await places.of(team);
    const profile = draft.profile ?? config.profile;
    const resources = draft.resources ?? config.defaults;
    const isVerification = draft.kind === 'verification';
    const script = isVerification
      ? await this.houseScript(VERIFICATION_SCRIPT)
      : await this.scriptOf(draft);
    const expectations = isVerification
      ? await source.of(team.entityRef, draft.expectedRows)
      : undefined;
    const args =
      expectations && place.logUri
        ? verificationArguments({
            runId,
            team: team.entityRef,
            expectations,
            logUri: place.logUri,
          })
        : draft.arguments ?? [];
    const start = startOf({
      runId,
      place,
      script,
      arguments: args,
      profile,
      resources,
      releaseLabel: config.releaseLabel,
    });
    const { accountId, region } = place.account ?? {};
    return {
      team,
      place,
      script,
      arguments: args,
      profile,
      resources,
      missing: [
        ...place.missing,
        ...(expectations?.every(({ doubt }) => doubt !== undefined)
          ? [nothingToVerify(team, expectations)]
          : []),
      ],
      problems: [
        ...checkScript(script.text, { profile }),
        ...(start && accountId && region
          ? checkJobRequest(start.request, {
              accountId,
              region,
              roleArn: place.roleArn!,
              limits: config.limits.resources,
            })
          : checkResources(resources, config.limits.resources)),
      ],
      cost: jobCost(resources, config.prices),
      ...(start && { start }),
      ...(expectations && { expectations }),
    };
  }

  private async scriptOf({ script }: SluiceApi.JobDraft) {
    const { name, content } = script!;
    if (content === undefined) {
      const found = await this.houseScript(name);
      if (found.offered) return found;
      throw new InputError(
        `The script '${name}' of the house is not for teams to run; GET /job-options lists those that are`,
      );
    }
    const bytes = Buffer.byteLength(content);
    if (bytes > LONGEST_SCRIPT_BYTES) {
      throw new InputError(
        `The script has ${bytes} bytes; ${LONGEST_SCRIPT_BYTES} is the most. Put data into tables, and shared code into fewer lines.`,
      );
    }
    return { name, text: content, sha256: sha256Of(content) };
  }

  private async houseScript(name: string) {
    const found = await this.options.library.find(name);
    if (found) return found;
    if (name === VERIFICATION_SCRIPT) {
      throw new ConflictError(
        `Nothing can be verified: the script ${VERIFICATION_SCRIPT} was not found. Set sluice.jobs.directory to the folder that holds it.`,
      );
    }
    throw new NotFoundError(
      `There is no script '${name}' of the house; GET /job-options lists them. Send its text as script.content to run one of your own.`,
    );
  }
}

function refuseContradictions(draft: SluiceApi.JobDraft): void {
  if (draft.kind === 'script') {
    if (!draft.script) {
      throw new InputError('script is missing: say which script is to run');
    }
    if (draft.expectedRows?.length) {
      throw new InputError(
        'expectedRows is for verifications; leave it out, or verify',
      );
    }
  } else if (draft.script || draft.arguments?.length) {
    throw new InputError(
      'A verification runs the script of the house with arguments of its own; leave script and arguments out',
    );
  }
}

function startOf(job: {
  runId: string;
  place: TeamPlace;
  script: { name: string; text: string; sha256: string };
  arguments: string[];
  profile: SparkProfile;
  resources: JobResources;
  releaseLabel: string;
}): PreparedJob['start'] {
  const { place, script, runId } = job;
  if (!place.place || !place.scripts) return undefined;
  const { bucket, prefix } = place.scripts;
  const key = scriptKey(prefix, script.sha256, script.name);
  return {
    request: startJobRunRequest({
      name: script.name,
      place: { ...place.place, releaseLabel: job.releaseLabel },
      profile: job.profile,
      resources: job.resources,
      entryPoint: `s3://${bucket}/${key}`,
      arguments: job.arguments,
      clientToken: runId,
      // Tags would take emr-containers:TagResource besides.
      tags: {},
    }),
    script: { text: script.text, bucket, key },
  };
}

function nothingToVerify(
  { title }: Team,
  expectations: TableExpectation[],
): string {
  const [first] = expectations;
  return first?.doubt
    ? `Nothing of what ${title} reads is certain enough to be verified: ${first.doubt}`
    : `${title} is to read no table, and no table is to be denied to it, so there is nothing to verify. Grant it something first.`;
}
