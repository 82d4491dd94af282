import type { Table } from '@aws-sdk/client-glue';
import { GetTableCommand } from '@aws-sdk/client-glue';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { Caller } from '../core';
import type { Sandbox } from '../createSandbox';
import { withTable } from '../iceberg';
import { loadHealthcareScenario } from '../scenario';
import { AccountClients, createClients } from '../scenario/clients';
import {
  CONSUMER,
  consumer,
  consumerRoleArn,
  SESSION_TAG_VALUE,
} from '../scenario/names';
import { openSession } from '../services/sts/sessions';
import { temporarySandbox } from './sandboxes';

/** A sandbox with the healthcare scenario in it. */
export async function healthcareSandbox() {
  const temporary = temporarySandbox();
  await temporary.sandbox.listen();
  await loadHealthcareScenario(temporary.sandbox);
  return temporary;
}

/** The query engine of a job run of a team, as EMR lets it call. */
export function engineOf(
  jobRunId: string,
  roleName: string,
  sessionTags: Record<string, string> = {
    LakeFormationAuthorizedCaller: SESSION_TAG_VALUE,
  },
): Caller {
  return {
    accountId: CONSUMER,
    arn: `arn:aws:sts::${CONSUMER}:assumed-role/${roleName}/emr-${jobRunId}`,
    principalArn: consumerRoleArn(roleName),
    userId: `AROAJOB:emr-${jobRunId}`,
    sessionTags,
    engineOf: jobRunId,
  };
}

/** Clients with what a job's script finds in its environment. */
export function clientsOf(sandbox: Sandbox, caller: Caller): AccountClients {
  const credentials = openSession(sandbox.world, caller, 3600);
  return createClients(sandbox, caller.accountId, {
    accessKeyId: credentials.AccessKeyId,
    secretAccessKey: credentials.SecretAccessKey,
    sessionToken: credentials.SessionToken,
  });
}

/** What Glue says to a job of one of its links. */
export async function tableFor(
  { glue }: AccountClients,
  Name: string,
  DatabaseName = consumer.database,
): Promise<Table> {
  const answer = await glue.send(
    new GetTableCommand({ CatalogId: CONSUMER, DatabaseName, Name }),
  );
  return answer.Table!;
}

/** All files of a table that was handed out, as its job gets them. */
export async function filesOf(
  { s3 }: AccountClients,
  table: Table,
): Promise<Map<string, Uint8Array>> {
  const { hostname: Bucket, pathname } = new URL(
    table.StorageDescriptor!.Location!,
  );
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket, Prefix: `${pathname.slice(1)}/` }),
  );
  const files = new Map<string, Uint8Array>();
  for (const { Key } of Contents) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    files.set(`s3://${Bucket}/${Key}`, await Body!.transformToByteArray());
  }
  return files;
}

/** The rows of a table that was handed out: numbers beyond 32 bits, decimals and dates as text. */
export async function rowsOf(
  clients: AccountClients,
  table: Table,
): Promise<Record<string, any>[]> {
  const files = await filesOf(clients, table);
  const metadata = files.get(table.Parameters!.metadata_location)!;
  return withTable(
    {
      metadata: JSON.parse(Buffer.from(metadata).toString()),
      files: [...files]
        .filter(([path]) => path.endsWith('.parquet'))
        .map(([, bytes]) => bytes),
    },
    async ({ connection, source }) => {
      const reader = await connection.runAndReadAll(`SELECT * FROM ${source}`);
      return reader.getRowObjectsJson();
    },
  );
}
