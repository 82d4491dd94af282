import { randomUUID } from 'crypto';
import type { QueryExecution } from '@aws-sdk/client-athena';
import {
  AwsError,
  CallContext,
  OperationHandler,
  SandboxService,
  SliceKey,
} from '../../core';
import { page } from '../paging';
import { bucketOf, parseS3Uri } from '../s3/objectStore';
import { execute } from './execute';
import { parseStatement } from './statements';
import { SqlError } from './tokens';
import { PRIMARY, requireWorkGroup, workGroupOperations } from './workGroups';

/** Query executions of an account, newest last. */
const EXECUTIONS: SliceKey<Map<string, QueryExecution>> = {
  id: 'athena.executions',
  create: () => new Map(),
};

function executionsOf({ world, caller, region }: CallContext) {
  return world.slice(EXECUTIONS, caller.accountId, region);
}

function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequestException', message);
}

function executionOf(context: CallContext, id: string): QueryExecution {
  const execution = executionsOf(context).get(id);
  if (!execution) throw invalidRequest(`QueryExecution ${id} was not found`);
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

/** The statement runs within the call; its end is read by polling, as with Athena. */
const startQueryExecution: OperationHandler = async (input, context) => {
  const { world } = context;
  const workGroup: string = input.WorkGroup ?? PRIMARY;
  requireWorkGroup(workGroup);
  checkOutputLocation(context, input.ResultConfiguration?.OutputLocation);
  const id = randomUUID();
  const submitted = world.clock.now();
  let failure: string | undefined;
  try {
    await execute(
      parseStatement(input.QueryString),
      context,
      input.QueryExecutionContext?.Database,
    );
  } catch (error) {
    if (!(error instanceof SqlError || error instanceof AwsError)) throw error;
    failure = error.message;
  }
  executionsOf(context).set(id, {
    QueryExecutionId: id,
    Query: input.QueryString,
    StatementType: /^\s*INSERT/i.test(input.QueryString) ? 'DML' : 'DDL',
    ResultConfiguration: {
      OutputLocation: `${input.ResultConfiguration.OutputLocation.replace(
        /\/+$/,
        '',
      )}/${id}.txt`,
    },
    QueryExecutionContext: input.QueryExecutionContext,
    Status: {
      State: failure === undefined ? 'SUCCEEDED' : 'FAILED',
      StateChangeReason: failure,
      SubmissionDateTime: submitted,
      CompletionDateTime: world.clock.now(),
    },
    WorkGroup: workGroup,
  });
  return { QueryExecutionId: id };
};

/** Athena: the DDL and INSERT with which data products are set up. */
export const athenaService: SandboxService = {
  id: 'Athena',
  operations: {
    ...workGroupOperations,
    StartQueryExecution: startQueryExecution,
    GetQueryExecution: (input, context) => ({
      QueryExecution: executionOf(context, input.QueryExecutionId),
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
    /** Everything has ended by the time it can be stopped. */
    StopQueryExecution: (input, context) => {
      executionOf(context, input.QueryExecutionId);
      return {};
    },
    GetQueryResults: (input, context) => {
      const { Status } = executionOf(context, input.QueryExecutionId);
      if (Status?.State !== 'SUCCEEDED') {
        throw invalidRequest(
          `Query did not finish successfully. Final query state: ${Status?.State}`,
        );
      }
      return { ResultSet: { Rows: [], ResultSetMetadata: { ColumnInfo: [] } } };
    },
  },
};
