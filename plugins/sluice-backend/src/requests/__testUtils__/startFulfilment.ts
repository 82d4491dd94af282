import { DeleteTableCommand, GlueClient } from '@aws-sdk/client-glue';
import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import {
  paginateListDataCellsFilter,
  paginateListPermissions,
} from '@aws-sdk/client-lakeformation';
import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AccessRequest,
  approvalStepsOf,
  phaseOf,
  RequestedTable,
  RequestEvent,
} from '@sluice/plugin-sluice-common';
import { healthcareDeclarations } from '@sluice/plugin-sluice-backend-module-sandbox';
import { randomUUID } from 'crypto';
import { Knex } from 'knex';
import { AccessService, TeamDirectory } from '../../access';
import { CLAIMS_CARE, catalogEntities } from '../../__testUtils__/catalog';
import { AccountObserver } from '../../observer';
import { DatabaseObservationStore } from '../../store';
import {
  PRODUCER_ID,
  startLakeOfGrants,
} from '../../reconciler/__testUtils__/lakeOfGrants';
import { startReconciler } from '../../reconciler/__testUtils__/startReconciler';
import { FulfilmentWorker } from '../FulfilmentWorker';
import { RequestStore } from '../RequestStore';

const MINUTE_MS = 60_000;
/** All that Sluice makes for agreements begins with it. */
const PREFIX = 'sluice_';

export const APPROVER = 'user:default/patients-owner';

/** Of a table of the scenario's producer. */
export type Asked = {
  table?: string;
  columns: string[];
  rowFilter?: string;
};

/** A filter of an agreement as Lake Formation has it. */
export interface HeldGrant {
  columns: string[];
  rows?: string;
  /** Names of the roles that have SELECT on it. */
  roles: string[];
}

/** A time that stands still until it is moved. */
export class TestClock {
  private time = Date.parse('2026-03-01T08:00:00.000Z');

  now(): Date {
    return new Date(this.time);
  }

  advance(minutes: number): void {
    this.time += minutes * MINUTE_MS;
  }
}

/**
 * The healthcare scenario with agreements on it: the reconciler and the worker
 * are the real ones, AWS is the sandbox, and what people decide is written as
 * the events that it comes to.
 */
export async function startFulfilment(options: {
  directory: ReturnType<typeof createMockDirectory>;
  knex: Knex;
}) {
  const { directory, knex } = options;
  const lake = await startLakeOfGrants(directory, knex);
  const clock = new TestClock();
  /** Of the pauses between attempts. */
  const elapsed = { ms: 0 };
  const store = new RequestStore(knex);
  const observations = await DatabaseObservationStore.create(
    mockServices.database({ knex }),
  );
  const observer = new AccountObserver({
    connection: lake.connection,
    concurrency: 4,
  });
  const observe = async () => {
    for (const account of lake.connection.listAccounts()) {
      await observations.saveRun(await observer.observe(account));
    }
  };
  await observe();

  const accessOn = async (own: Knex) =>
    new AccessService({
      connection: lake.connection,
      store: await DatabaseObservationStore.create(
        mockServices.database({ knex: own }),
      ),
      directory: new TeamDirectory({
        catalog: catalogServiceMock({ entities: catalogEntities }),
        auth: mockServices.auth(),
      }),
      staleAfterMs: Infinity,
    });
  const access = await accessOn(knex);
  /** A worker as the backend has it, but for what is named. */
  const makeWorker = (
    options: Partial<ConstructorParameters<typeof FulfilmentWorker>[0]> = {},
  ) =>
    new FulfilmentWorker({
      store,
      reconciler: lake.reconciler,
      access,
      clock,
      policy: { credentialLifetimeMinutes: 60 },
      logger: mockServices.logger.mock(),
      elapsedMs: () => elapsed.ms,
      ...options,
    });
  const worker = makeWorker();
  const configurationOf = (account: string) =>
    lake.connection.getClientConfiguration(
      lake.connection.listAccounts().find(({ name }) => name === account)!,
    );
  const { runner } = lake.reconciler;

  const record = async (
    request: Pick<AccessRequest, 'id' | 'revision'>,
    actor: string,
    ...events: RequestEvent[]
  ): Promise<AccessRequest> => {
    const [{ request: after }] = await store.record([
      {
        requestId: request.id,
        revision: request.revision,
        at: clock.now().toISOString(),
        actor,
        events,
      },
    ]);
    return after;
  };

  const requested = async (
    tables: Asked[],
  ): Promise<{ tables: RequestedTable[] }> => {
    const { world } = await access.current({ fresh: true });
    return {
      tables: tables.map(({ table = 'patients', columns, rowFilter }) => {
        const ref = `resource:healthcare-producer/healthcare_db.${table}`;
        const entry = world.findTable(ref)!;
        return {
          table: ref,
          ref: entry.table.ref,
          tableUuid: entry.table.tableUuid,
          producerAccount: entry.accountName,
          columns: columns.map(name => ({
            name,
            fieldId: entry.table.columns.find(each => each.name === name)!
              .fieldId!,
          })),
          ...(rowFilter && { rowFilter }),
        };
      }),
    };
  };

  return {
    ...lake,
    access,
    clock,
    elapsed,
    knex,
    makeWorker,
    observe,
    record,
    requested,
    store,
    worker,

    /** Another backend on the same database, with connections of its own to it. */
    async startAnother(own: Knex) {
      const reconciler = await startReconciler({
        knex: own,
        connection: lake.connection,
        declared: healthcareDeclarations,
      });
      return {
        reconciler,
        worker: makeWorker({
          store: new RequestStore(own),
          reconciler,
          access: await accessOn(own),
        }),
      };
    },

    /** A request that everybody agreed on. */
    async agreed(
      tables: Asked[],
      terms: {
        team?: string;
        startsInMinutes?: number;
        durationMinutes?: number;
        supersedes?: AccessRequest;
      } = {},
    ): Promise<AccessRequest> {
      const { team = CLAIMS_CARE, startsInMinutes = 0 } = terms;
      const { durationMinutes = 60, supersedes } = terms;
      const id = randomUUID();
      const startsAt = clock.now().getTime() + startsInMinutes * MINUTE_MS;
      const created = await record(
        { id, revision: 0 },
        'user:default/claims-member',
        {
          type: 'created',
          grantId: supersedes?.grantId ?? id,
          ...(supersedes && { supersedes: supersedes.id }),
          team,
          purpose: 'To look for outliers',
          terms: { ...(await requested(tables)), durationMinutes },
        },
      );
      const submitted = await record(created, created.requester, {
        type: 'submitted',
        steps: approvalStepsOf(created.terms, {
          ownerQuorum: 1,
          sensitive: [],
        }),
      });
      const decisions = submitted.agreement.steps.map((step, index) => ({
        stepId: step.id,
        outcome: 'approved' as const,
        by: APPROVER,
        asMemberOf: 'group:default/patient-records',
        at: clock.now().toISOString(),
        revision: submitted.revision + index,
      }));
      return record(
        submitted,
        APPROVER,
        ...decisions.map(decision => ({
          type: 'stepApproved' as const,
          decision,
        })),
        {
          type: 'approved',
          startsAt: new Date(startsAt).toISOString(),
          expiresAt: new Date(
            startsAt + durationMinutes * MINUTE_MS,
          ).toISOString(),
        },
      );
    },

    /** Somebody ends it before its time. */
    async revoked({ id }: Pick<AccessRequest, 'id'>): Promise<AccessRequest> {
      return record(await store.get(id), APPROVER, {
        type: 'revoked',
        reason: 'No longer needed',
      });
    },

    /** Somebody makes it narrower. */
    async reduced(
      { id }: Pick<AccessRequest, 'id'>,
      tables: Asked[],
    ): Promise<AccessRequest> {
      const request = await store.get(id);
      return record(request, APPROVER, {
        type: 'reduced',
        terms: { ...request.terms, ...(await requested(tables)) },
        reason: 'Less will do',
      });
    },

    /** Passes and changes until nothing moves by itself any more. */
    async settle(workers = [worker], runners = [runner]): Promise<void> {
      for (let before = ''; ; ) {
        await Promise.all(workers.map(each => each.tick()));
        await Promise.all(
          runners.map(async each => {
            await each.poll();
            await each.idle();
          }),
        );
        const after = JSON.stringify([
          (await store.find({})).map(({ id, revision }) => [id, revision]),
          (await lake.reconciler.changes.list({ limit: 100 })).items.map(
            ({ id, status }) => [id, status],
          ),
        ]);
        if (after === before) return;
        before = after;
      }
    },

    /** As somebody does who does not know of agreements. */
    async dropTable(name: string): Promise<void> {
      await new GlueClient(await configurationOf('healthcare-producer')).send(
        new DeleteTableCommand({ DatabaseName: 'healthcare_db', Name: name }),
      );
    },

    async deleteRole(name: string): Promise<void> {
      const iam = new IAMClient(await configurationOf('healthcare-consumer'));
      const role = { RoleName: name };
      const { PolicyNames } = await iam.send(new ListRolePoliciesCommand(role));
      for (const PolicyName of PolicyNames ?? []) {
        await iam.send(new DeleteRolePolicyCommand({ ...role, PolicyName }));
      }
      const attached = await iam.send(
        new ListAttachedRolePoliciesCommand(role),
      );
      for (const { PolicyArn } of attached.AttachedPolicies ?? []) {
        await iam.send(new DetachRolePolicyCommand({ ...role, PolicyArn }));
      }
      await iam.send(new DeleteRoleCommand(role));
    },

    async phase({ id }: Pick<AccessRequest, 'id'>): Promise<string> {
      return phaseOf(await store.get(id));
    },

    /** Filters of agreements, by name, as the SDK reads them. */
    async held(): Promise<Record<string, HeldGrant>> {
      const client = lake.lakeFormation(PRODUCER_ID);
      const held: Record<string, HeldGrant> = {};
      for await (const page of paginateListDataCellsFilter({ client }, {})) {
        for (const { Name, ColumnNames, RowFilter } of page.DataCellsFilters ??
          []) {
          if (!Name?.startsWith(PREFIX)) continue;
          held[Name] = {
            columns: ColumnNames ?? [],
            ...(RowFilter?.FilterExpression && {
              rows: RowFilter.FilterExpression,
            }),
            roles: [],
          };
        }
      }
      for await (const page of paginateListPermissions({ client }, {})) {
        for (const row of page.PrincipalResourcePermissions ?? []) {
          const name = row.Resource?.DataCellsFilter?.Name;
          if (!name?.startsWith(PREFIX)) continue;
          held[name] ??= { columns: [], rows: 'no such filter', roles: [] };
          held[name].roles.push(
            row.Principal!.DataLakePrincipalIdentifier!.split('/').pop()!,
          );
        }
      }
      return held;
    },
  };
}
