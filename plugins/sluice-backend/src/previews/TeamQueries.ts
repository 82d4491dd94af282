import { setTimeout } from 'timers/promises';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetWorkGroupCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import { AwsConnectionService } from '@sluice/plugin-sluice-node';
import { PreviewConfig } from './readPreviewConfig';

const POLL_MS = 200;
const TIMEOUT_MS = 30_000;
/** The shortest session that STS gives. */
const SESSION_SECONDS = 900;

/** What Athena found: values as text. */
export interface TeamQueryResult {
  queryId: string;
  columns: { name: string; type: string }[];
  rows: (string | null)[][];
  scannedBytes: number;
}

/** An account in a region. */
interface Place {
  accountId: string;
  region: string;
}

/** Runs one query. */
export type RunQuery = (
  sql: string,
  database: string,
) => Promise<TeamQueryResult>;

/** Runs queries with the rights of a team's job execution role, and no others. */
export class TeamQueries {
  constructor(
    private readonly options: {
      connection: AwsConnectionService;
      config: PreviewConfig;
      now?: () => number;
      /** Waits between two looks at a query. */
      pause?: (milliseconds: number) => Promise<unknown>;
    },
  ) {}

  /**
   * The most bytes that a query scans before Athena stops it, as far as Sluice's
   * own role may read it: for an estimate, which becomes nobody.
   */
  async findScanLimit(place: Place): Promise<number | undefined> {
    const athena = new AthenaClient(
      await this.options.connection.getClientConfiguration(place),
    );
    try {
      return await this.enforcedLimit(athena, place.accountId);
    } catch (error) {
      if (!isDenied(error)) throw error;
      return undefined;
    } finally {
      athena.destroy();
    }
  }

  /**
   * @param place.sessionName - shows in CloudTrail who asked
   * @throws ConflictError when the role or the work group is not set up for it
   */
  async as<T>(
    place: Place & { roleArn: string; sessionName: string },
    use: (run: RunQuery) => Promise<T>,
  ): Promise<T> {
    const configuration = await this.options.connection.getClientConfiguration(
      place,
    );
    const sts = new STSClient(configuration);
    const { Credentials: given } = await sts
      .send(
        new AssumeRoleCommand({
          RoleArn: place.roleArn,
          RoleSessionName: place.sessionName,
          DurationSeconds: SESSION_SECONDS,
        }),
      )
      .catch(error => {
        if (error.name !== 'AccessDenied') throw error;
        throw new ConflictError(
          `Sluice may not become ${place.roleArn}. Add a statement to the role's trust policy that lets Sluice's role in account ${place.accountId} call sts:AssumeRole`,
        );
      })
      .finally(() => sts.destroy());
    const athena = new AthenaClient({
      ...configuration,
      credentials: {
        accessKeyId: given!.AccessKeyId!,
        secretAccessKey: given!.SecretAccessKey!,
        sessionToken: given!.SessionToken,
      },
    });
    try {
      await this.requireLimit(athena, place.accountId);
      return await use((sql, database) =>
        this.run(athena, place.accountId, sql, database),
      );
    } finally {
      athena.destroy();
    }
  }

  private async requireLimit(athena: AthenaClient, accountId: string) {
    const { workGroup, allowUnlimitedScan } = this.options.config;
    const limit = await this.enforcedLimit(athena, accountId).catch(error => {
      if (!isDenied(error)) throw error;
      throw new ConflictError(
        `The team's job execution role may not read work group ${workGroup} of account ${accountId}, so it is not known what a query may scan. Allow the role athena:GetWorkGroup on it`,
      );
    });
    if (limit === undefined && !allowUnlimitedScan) {
      throw new ConflictError(
        `Work group ${workGroup} of account ${accountId} does not limit the bytes that a query scans, or does not enforce its settings. Set its limit of data usage per query and let it override client-side settings, or set sluice.preview.allowUnlimitedScan`,
      );
    }
  }

  private async enforcedLimit(
    athena: AthenaClient,
    accountId: string,
  ): Promise<number | undefined> {
    const { workGroup } = this.options.config;
    const { WorkGroup } = await athena
      .send(new GetWorkGroupCommand({ WorkGroup: workGroup }))
      .catch(error => {
        if (error.name !== 'InvalidRequestException') throw error;
        throw new ConflictError(
          `There is no work group ${workGroup} in account ${accountId}. Make it there, or name another in sluice.preview.workGroup`,
        );
      });
    const { BytesScannedCutoffPerQuery, EnforceWorkGroupConfiguration } =
      WorkGroup?.Configuration ?? {};
    return EnforceWorkGroupConfiguration
      ? BytesScannedCutoffPerQuery
      : undefined;
  }

  private async run(
    athena: AthenaClient,
    accountId: string,
    sql: string,
    database: string,
  ): Promise<TeamQueryResult> {
    const { config, now = Date.now, pause = setTimeout } = this.options;
    const { workGroup, outputLocations } = config;
    const OutputLocation = outputLocations[accountId];
    const { QueryExecutionId } = await athena.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        QueryExecutionContext: { Database: database },
        WorkGroup: workGroup,
        ...(OutputLocation && { ResultConfiguration: { OutputLocation } }),
      }),
    );
    const deadline = now() + TIMEOUT_MS;
    for (;;) {
      const { QueryExecution } = await athena.send(
        new GetQueryExecutionCommand({ QueryExecutionId }),
      );
      const { State, StateChangeReason } = QueryExecution?.Status ?? {};
      if (State === 'SUCCEEDED') {
        const { ResultSet } = await athena.send(
          new GetQueryResultsCommand({ QueryExecutionId }),
        );
        return {
          queryId: QueryExecutionId!,
          columns: (ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(
            ({ Name, Type }) => ({ name: Name!, type: Type! }),
          ),
          // The first row is the columns' names.
          rows: (ResultSet?.Rows ?? [])
            .slice(1)
            .map(({ Data }) =>
              (Data ?? []).map(({ VarCharValue }) => VarCharValue ?? null),
            ),
          scannedBytes: QueryExecution?.Statistics?.DataScannedInBytes ?? 0,
        };
      }
      if (State === 'FAILED' || State === 'CANCELLED') {
        throw new ConflictError(
          `Athena ended query ${QueryExecutionId} as ${State}: ${
            StateChangeReason ?? 'no reason was given'
          }`,
        );
      }
      if (now() > deadline) {
        const end = await athena
          .send(new StopQueryExecutionCommand({ QueryExecutionId }))
          .then(
            () => 'was stopped',
            error => `could not be stopped (${error.message})`,
          );
        throw new ServiceUnavailableError(
          `Query ${QueryExecutionId} of work group ${workGroup} in account ${accountId} took longer than ${
            TIMEOUT_MS / 1000
          } s and ${end}. Try again; if that takes as long, see in Athena whether the work group is busy`,
        );
      }
      await pause(POLL_MS);
    }
  }
}

function isDenied(error: unknown): boolean {
  return error instanceof Error && error.name === 'AccessDeniedException';
}
