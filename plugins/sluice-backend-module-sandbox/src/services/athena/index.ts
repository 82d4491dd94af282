import { randomUUID } from 'crypto';
import type {
  QueryExecution,
  QueryExecutionStatus,
} from '@aws-sdk/client-athena';
import {
  AwsError,
  CallContext,
  OperationHandler,
  SandboxService,
  SliceKey,
} from '../../core';
import { page } from '../paging';
import { bucketOf, parseS3Uri, putObject } from '../s3/objectStore';
import { execute } from './execute';
import { resultPage, resultText } from './results';
import { QueryResult } from './select';
import { parseStatement } from './statements';
import { SqlError } from './tokens';
import {
  PRIMARY,
  requireWorkGroup,
  scanLimitOf,
  workGroupOperations,
} from './workGroups';

/** A query and, once it succeeded, what it found. */
interface Execution extends QueryExecution {
  result?: QueryResult;
  /** How it ends, at a time that is yet to come. */
  ending?: QueryExecutionStatus & { CompletionDateTime: Date };
}

/** Query executions of an account, newest last. */
const EXECUTIONS: SliceKey<Map<string, Execution>> = {
  id: 'athena.executions',
  create: () => new Map(),
};

function executionsOf({ world, caller, region }: CallContext) {
  return world.slice(EXECUTIONS, caller.accountId, region);
}

/** Ids of executions by the token with which they were asked for. */
const TOKENS: SliceKey<Map<string, string>> = {
  id: 'athena.tokens',
  create: () => new Map(),
};

function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequestException', message);
}

function executionOf(context: CallContext, id: string): Execution {
  const execution = executionsOf(context).get(id);
  if (!execution) throw invalidRequest(`QueryExecution ${id} was not found`);
  const { ending } = execution;
  if (ending && ending.CompletionDateTime <= context.world.clock.now()) {
    execution.Status = ending;
    delete execution.ending;
  }
  return execution;
}

function checkOutputLocation(
  { world }: CallContext,
  location: string | undefined,
) {
  const place = parseS3Uri(location ?? '');
  if (!place) {
    throw invalidRequest(
      'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
    );
  }
  try {
    bucketOf(world, place.bucket);
  } catch {
    throw invalidRequest(
      `Unable to verify/create output bucket ${place.bucket}`,
    );
  }
}

/** Athena leaves what a query found in S3 as well. */
function writeResult({ world }: CallContext, execution: Execution) {
  const place = parseS3Uri(execution.ResultConfiguration!.OutputLocation!)!;
  const bytes = Buffer.from(resultText(execution.result!), 'utf8');
  putObject(world, place.bucket, place.key, bytes, { contentType: 'text/csv' });
}

function viewOf({ result: _, ending: __, ...view }: Execution): QueryExecution {
  return view;
}

/**
 * The statement runs within the call; its end is read by polling, as with Athena.
 * A query may be made to end later. What changes something is not: its effects
 * would have to wait as well.
 */
const startQueryExecution: OperationHandler = async (input, context) => {
  const { world } = context;
  const workGroup: string = input.WorkGroup ?? PRIMARY;
  requireWorkGroup(workGroup);
  checkOutputLocation(context, input.ResultConfiguration?.OutputLocation);
  // One request, however often it arrives.
  const tokens = world.slice(TOKENS, context.caller.accountId, context.region);
  const earlier = tokens.get(input.ClientRequestToken);
  if (earlier) {
    if (executionOf(context, earlier).Query !== input.QueryString) {
      throw invalidRequest('Idempotent parameters do not match');
    }
    return { QueryExecutionId: earlier };
  }
  const id = randomUUID();
  const isQuery = /^\s*SELECT/i.test(input.QueryString);
  const execution: Execution = {
    QueryExecutionId: id,
    Query: input.QueryString,
    StatementType: /^\s*(INSERT|SELECT)/i.test(input.QueryString)
      ? 'DML'
      : 'DDL',
    ResultConfiguration: {
      OutputLocation: `${input.ResultConfiguration.OutputLocation.replace(
        /\/+$/,
        '',
      )}/${id}.${isQuery ? 'csv' : 'txt'}`,
    },
    QueryExecutionContext: input.QueryExecutionContext,
    Status: { State: 'RUNNING', SubmissionDateTime: world.clock.now() },
    WorkGroup: workGroup,
  };
  executionsOf(context).set(id, execution);
  tokens.set(input.ClientRequestToken, id);
  let state: 'SUCCEEDED' | 'FAILED' | 'CANCELLED' = 'SUCCEEDED';
  let reason: string | undefined;
  try {
    const result = await execute(
      parseStatement(input.QueryString),
      context,
      input.QueryExecutionContext?.Database,
    );
    if (result) {
      execution.Statistics = { DataScannedInBytes: result.scannedBytes };
      if (result.scannedBytes > (scanLimitOf(context) ?? Infinity)) {
        state = 'CANCELLED';
        reason = 'Query cancelled! : Bytes scanned limit was exceeded';
      } else {
        execution.result = result;
        writeResult(context, execution);
      }
    }
  } catch (error) {
    state = 'FAILED';
    reason = (error as Error).message;
    if (!(error instanceof SqlError || error instanceof AwsError)) throw error;
  } finally {
    const runningMs = (isQuery && context.runningMs) || 0;
    execution.ending = {
      ...execution.Status,
      State: state,
      StateChangeReason: reason,
      CompletionDateTime: new Date(world.clock.now().getTime() + runningMs),
    };
  }
  return { QueryExecutionId: id };
};

/** Athena: the DDL and INSERT with which data products are set up, and looks at one table. */
export const athenaService: SandboxService = {
  id: 'Athena',
  operations: {
    ...workGroupOperations,
    StartQueryExecution: startQueryExecution,
    GetQueryExecution: (input, context) => ({
      QueryExecution: viewOf(executionOf(context, input.QueryExecutionId)),
    }),
    ListQueryExecutions: (input, context) => {
      const { items, nextToken } = page(
        [...executionsOf(context).keys()].reverse(),
        input.MaxResults ?? 50,
        input.NextToken,
        token => invalidRequest(`Invalid token: ${token}`),
      );
      return { QueryExecutionIds: items, NextToken: nextToken };
    },
    /** What has ended stays as it is. */
    StopQueryExecution: (input, context) => {
      const execution = executionOf(context, input.QueryExecutionId);
      if (execution.ending) {
        execution.Status = {
          ...execution.Status,
          State: 'CANCELLED',
          CompletionDateTime: context.world.clock.now(),
        };
        delete execution.ending;
      }
      return {};
    },
    GetQueryResults: (input, context) => {
      const { Status, result } = executionOf(context, input.QueryExecutionId);
      if (Status?.State === 'RUNNING') {
        throw invalidRequest(
          `Query has not yet finished. Current state: ${Status.State}`,
        );
      }
      if (Status?.State !== 'SUCCEEDED') {
        throw invalidRequest(
          `Query did not finish successfully. Final query state: ${Status?.State}`,
        );
      }
      return resultPage(result, input);
    },
  },
};
