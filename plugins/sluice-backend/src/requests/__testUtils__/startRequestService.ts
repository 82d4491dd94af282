import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AccessRequest,
  approvalStepsOf,
  ObservedTable,
  PreflightFinding,
  RequestEvent,
  RequestPolicy,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { randomUUID } from 'crypto';
import { Knex } from 'knex';
import { PRODUCER, TEAM1_ROLE } from '../../__testUtils__/healthcare';
import { Team } from '../../access';
import { DatabaseObservationStore } from '../../store';
import { Caller } from '../Caller';
import { Delegations } from '../Delegations';
import { People } from '../People';
import { RequestService } from '../RequestService';
import { RequestStore } from '../RequestStore';
import { resolveTerms } from '../Terms';
import { patientsTable, snapshotOf } from './snapshotOf';

export const DAY = 24 * 60;
export const TEAM = 'group:default/claims-care';
export const NEW_TEAM = 'group:default/population-research';
export const RECORDS = 'group:default/patient-records';
export const OFFICE = 'group:default/claims-office';
export const PRIVACY = 'group:default/privacy';
export const PLATFORM = 'group:default/platform';

export const PATIENTS = `resource:${PRODUCER.name}/healthcare_db.patients`;
export const CLAIMS = `resource:${PRODUCER.name}/healthcare_db.claims`;

/** Who there is, and the groups that they are in. */
const MEMBERS = {
  asker: [TEAM],
  mate: [TEAM],
  newcomer: [NEW_TEAM],
  /** Owns patients. */
  priya: [RECORDS],
  ben: [RECORDS],
  /** Owns patients, and is of the team that asks. */
  both: [RECORDS, TEAM],
  /** Owns claims. */
  daniel: [OFFICE],
  grace: [PRIVACY],
  lena: [PLATFORM],
  eve: ['group:default/facilities-management'],
} as const;
export type Person = keyof typeof MEMBERS;
export const PEOPLE = Object.keys(MEMBERS) as Person[];

export const userOf = (person: Person) => `user:default/${person}`;

export function callerOf(person: Person): Caller {
  return {
    user: userOf(person),
    ownershipRefs: [userOf(person), ...MEMBERS[person]],
    mayAdministrate: person === 'lena',
  };
}

const RULES: RequestPolicy = {
  maxDurationMinutes: 365 * DAY,
  defaultDurationMinutes: 90 * DAY,
  ownerQuorum: 1,
  sensitive: [
    {
      title: 'Privacy office',
      approvers: [PRIVACY],
      classifications: ['pii'],
      quorum: 1,
    },
  ],
  escalation: { afterMinutes: 3 * DAY, to: [PLATFORM] },
  remindBeforeMinutes: [],
  reviews: { answerWithinMinutes: 14 * DAY, unanswered: 'keep' },
  credentialLifetimeMinutes: 60,
};

const claimsTable = () => {
  const table = patientsTable({ tableUuid: 'uuid-of-claims' });
  return { ...table, ref: { ...table.ref, tableName: 'claims' } };
};

/** Patients without what is classified, for thirty days. */
export const ASKED: SluiceApi.AskedTerms = {
  tables: [
    {
      table: PATIENTS,
      columns: ['patient_id', 'state'],
      rowFilter: "state IN ('Texas', 'Ohio')",
    },
  ],
  durationMinutes: 30 * DAY,
};

export const SENSITIVE: SluiceApi.AskedTerms = {
  tables: [{ table: PATIENTS, columns: ['patient_id', 'ssn', 'state'] }],
  durationMinutes: 30 * DAY,
};

/**
 * The service of requests on a database, with the tables and people of a small
 * organisation. All of it can be changed while it runs.
 */
export async function startRequestService(options: {
  knex: Knex;
  policy?: Partial<RequestPolicy>;
}) {
  const { knex } = options;
  await DatabaseObservationStore.create(mockServices.database({ knex }));
  const policy = { ...RULES, ...options.policy };
  const world = {
    now: new Date('2026-01-15T08:00:00.000Z'),
    tables: [patientsTable(), claimsTable()] as ObservedTable[],
    teams: [
      { entityRef: TEAM, title: 'Claims Care', roleArn: TEAM1_ROLE },
      { entityRef: NEW_TEAM, title: 'Population Research' },
    ] as Team[],
    owners: { [PATIENTS]: [RECORDS], [CLAIMS]: [OFFICE] } as Record<
      string,
      string[]
    >,
    /** What is said of all terms. */
    findings: [] as PreflightFinding[],
  };
  const clock = { now: () => world.now };
  const snapshot = () =>
    snapshotOf(world.tables, {
      teams: world.teams,
      products: Object.entries(world.owners).map(([table, ownerRefs]) => ({
        entityRef: `dataproduct:default/${table.split('.')[1]}`,
        title: table,
        ownerRefs,
        tableRefs: [table],
      })),
    });
  const access = { current: async () => snapshot() };
  const store = new RequestStore(knex);
  const delegations = new Delegations({ knex, clock });
  const people = new People({
    catalog: catalogServiceMock({ entities: PEOPLE.map(userEntity) }),
    auth: mockServices.auth(),
    delegations,
    clock,
  });
  const changes = { seen: 0, resumed: [] as string[] };
  let told = 0;
  const service = new RequestService({
    knex,
    store,
    people,
    access,
    checks: { check: async () => ({ findings: world.findings }) },
    policy,
    clock,
    resume: async (id, { actor }) => {
      changes.resumed.push(`${id} ${actor}`);
      return store.get(id);
    },
    onChanged: () => {
      changes.seen++;
    },
  });

  return {
    world,
    store,
    service,
    people,
    delegations,
    access,
    policy,
    changes,

    pass(minutes: number) {
      world.now = new Date(world.now.getTime() + minutes * 60_000);
    },

    /** A request that the team asks for. */
    ask(
      draft: Partial<SluiceApi.RequestDraft> = {},
      person: Person = 'asker',
    ): Promise<AccessRequest> {
      return service.create(callerOf(person), {
        team: TEAM,
        purpose: 'To look for outliers',
        terms: ASKED,
        submit: true,
        ...draft,
      });
    },

    approve(
      { id, revision }: AccessRequest,
      person: Person = 'priya',
      approval: Partial<SluiceApi.RequestApproval> = {},
    ): Promise<AccessRequest> {
      return service.approve(callerOf(person), id, { revision, ...approval });
    },

    /** A request with a history that is written as it is told; no two ask for the same. */
    async tell(
      events: RequestEvent[],
      asked: SluiceApi.AskedTerms = ASKED,
    ): Promise<AccessRequest> {
      const id = randomUUID();
      told++;
      const terms = resolveTerms(
        { ...asked, durationMinutes: 30 * DAY + told },
        { snapshot: snapshot(), policy, now: world.now },
      );
      const [{ request }] = await store.record([
        {
          requestId: id,
          revision: 0,
          at: world.now.toISOString(),
          actor: userOf('asker'),
          events: [
            {
              type: 'created',
              grantId: id,
              team: TEAM,
              purpose: 'To look for outliers',
              terms,
            },
            ...events.map(event =>
              event.type === 'submitted'
                ? { ...event, steps: approvalStepsOf(terms, policy) }
                : event,
            ),
          ],
        },
      ]);
      return request;
    },

    /** A review that asks about a request. */
    async review({ id }: AccessRequest): Promise<string> {
      const reviewId = randomUUID();
      const at = world.now.toISOString();
      await knex('access_reviews').insert({
        id: reviewId,
        title: 'Quarterly',
        started_at: at,
        started_by: 'sluice',
        due_at: at,
        unanswered: 'keep',
      });
      await knex('access_review_items').insert({
        review_id: reviewId,
        request_id: id,
        unanswered: false,
      });
      return reviewId;
    },
  };
}

/** A decision that nobody was asked for by the service. */
export function decidedBy(
  person: Person,
  outcome: 'approved' | 'denied' = 'approved',
): RequestEvent {
  return {
    type: outcome === 'approved' ? 'stepApproved' : 'denied',
    decision: {
      stepId: `owner:${PATIENTS}`,
      outcome,
      by: userOf(person),
      asMemberOf: RECORDS,
      at: '2026-01-15T08:00:00.000Z',
      revision: 2,
    },
  };
}

function userEntity(person: Person): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: person, namespace: 'default' },
    spec: {},
    relations: MEMBERS[person].map(targetRef => ({
      type: 'memberOf',
      targetRef,
    })),
  };
}
