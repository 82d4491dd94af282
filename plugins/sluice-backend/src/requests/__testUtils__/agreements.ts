import {
  AccessRequest,
  approvalStepsOf,
  phaseOf,
  RequestedTable,
  RequestEvent,
} from '@sluice/plugin-sluice-common';
import { randomUUID } from 'crypto';
import { CLAIMS_CARE } from '../../__testUtils__/catalog';
import { AccessService } from '../../access';
import { RequestStore } from '../RequestStore';

const MINUTE_MS = 60_000;

export const APPROVER = 'user:default/patients-owner';

/** Of a table of the scenario's producer. */
export type Asked = {
  table?: string;
  columns: string[];
  rowFilter?: string;
};

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

/** What people decide, written as the events that it comes to. */
export function agreements(options: {
  store: RequestStore;
  access: AccessService;
  clock: TestClock;
}) {
  const { store, access, clock } = options;
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
    requested,

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

    async phase({ id }: Pick<AccessRequest, 'id'>): Promise<string> {
      return phaseOf(await store.get(id));
    },
  };
}
