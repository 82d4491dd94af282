import {
  GetQueryExecutionCommand,
  QueryExecutionStatus,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { ResourceContext } from './ResourceContext';

/** A statement, and what Athena has to know to run it. */
export interface AthenaStatement {
  sql: string;
  database: string;
  /** `s3://bucket/`, for the results. */
  outputLocation: string;
  /**
   * Runs that have the same, 32 to 128 characters, are one run to Athena. For a
   * statement that must not run twice, though its answer be lost.
   */
  requestToken?: string;
}

/** Athena runs a statement with the rights of who asks. These are for DDL and INSERT. */
export const ATHENA_ACTIONS: readonly string[] = [
  'athena:GetQueryExecution',
  'athena:StartQueryExecution',
  'glue:CreateTable',
  'glue:GetDatabase',
  'glue:GetTable',
  'glue:UpdateTable',
  'lakeformation:GetDataAccess',
  's3:AbortMultipartUpload',
  's3:GetBucketLocation',
  's3:GetObject',
  's3:ListBucket',
  's3:ListBucketMultipartUploads',
  's3:ListMultipartUploadParts',
  's3:PutObject',
];

/** A statement that Athena took and could not run. */
export class AthenaStatementError extends Error {
  /** As the SDK marks its errors. */
  readonly $retryable?: { throttling?: boolean };

  constructor({ State, StateChangeReason, AthenaError }: QueryExecutionStatus) {
    super(
      `Athena ended the statement as ${State}: ${
        StateChangeReason ?? AthenaError?.ErrorMessage ?? 'no reason was given'
      }`,
    );
    this.name = 'AthenaStatementError';
    if (AthenaError?.Retryable) this.$retryable = {};
  }
}

/**
 * Runs a statement and waits for its end.
 * @param what - is shown meanwhile: "Athena to make table x"
 * @throws AthenaStatementError
 */
export async function runStatement(
  what: string,
  statement: AthenaStatement,
  context: ResourceContext,
): Promise<void> {
  const status = await finish(what, statement, context);
  if (status.State === 'SUCCEEDED') return;
  if (statement.requestToken === undefined) {
    throw new AthenaStatementError(status);
  }
  // The token may have led to an earlier run, which failed for what was put
  // right since. A failed run has no effect, so one more is safe.
  const { requestToken, ...anew } = statement;
  await runStatement(what, anew, context);
}

async function finish(
  what: string,
  { sql, database, outputLocation, requestToken }: AthenaStatement,
  { clients, waitFor }: ResourceContext,
): Promise<QueryExecutionStatus> {
  const { QueryExecutionId } = await clients.athena.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      QueryExecutionContext: { Database: database },
      ResultConfiguration: { OutputLocation: outputLocation },
      ClientRequestToken: requestToken,
    }),
  );
  let status: QueryExecutionStatus = {};
  await waitFor(what, async () => {
    const { QueryExecution } = await clients.athena.send(
      new GetQueryExecutionCommand({ QueryExecutionId }),
    );
    status = QueryExecution?.Status ?? {};
    return ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(status.State ?? '');
  });
  return status;
}
