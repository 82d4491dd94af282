import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import {
  AccessTerms,
  ApprovalStep,
  RequestEvent,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { AwsConnectionService } from '@sluice/plugin-sluice-node';
import { healthcareDeclarations } from '@sluice/plugin-sluice-backend-module-sandbox';
import { randomUUID } from 'crypto';
import { Knex } from 'knex';
import { catalogEntities } from '../../__testUtils__/catalog';
import {
  CONSUMER,
  PATIENTS,
  PRODUCER,
  runOf,
} from '../../__testUtils__/healthcare';
import {
  Persona,
  PERSONAS,
  startSluice,
  userOf,
} from '../../__testUtils__/startSluice';
import { RequestStore } from '../../requests';
import {
  created,
  decision,
  record,
  submitted,
  termsOf,
} from '../../requests/__testUtils__/recordEvents';
import { DatabaseObservationStore, ObservationRun } from '../../store';

/** The team that asks; `claimsCare` asks, `claimsMate` is of the same team. */
export const TEAM = PERSONAS.claimsCare;
export const PEOPLE = Object.keys(PERSONAS) as Persona[];

const PRIVACY_STEP: ApprovalStep = {
  id: 'sensitive:Privacy office',
  stage: 1,
  title: 'Privacy office',
  approvers: { kind: 'members', refs: [PERSONAS.privacyOfficer] },
  quorum: 1,
  why: 'Sensitive columns: healthcare_db.patients.ssn.',
};

/** Two columns of the patients of Texas, one of them sensitive. */
export const ASKED: SluiceApi.AskedTerms = {
  tables: [
    {
      table: PATIENTS,
      columns: ['ssn', 'state'],
      rowFilter: "state = 'Texas'",
    },
  ],
  durationMinutes: 30 * 24 * 60,
};
/** One of them. */
export const LESS: SluiceApi.AskedTerms = {
  ...ASKED,
  tables: [{ ...ASKED.tables[0], columns: ['state'] }],
};

const [patients] = termsOf(PATIENTS).tables;
/** The same, resolved. */
export const TERMS: AccessTerms = termsOf(PATIENTS, {
  tables: [
    {
      ...patients,
      tableUuid: 'uuid-of-patients',
      columns: [
        { fieldId: 6, name: 'ssn', classification: 'pii' },
        ...patients.columns,
      ],
    },
  ],
});

const hours = (count: number) =>
  new Date(Date.now() + count * 3_600_000).toISOString();
const approvedBy = (persona: Persona, stepId: string): RequestEvent => ({
  type: 'stepApproved',
  decision: decision({
    stepId,
    by: userOf(persona),
    asMemberOf: PERSONAS[persona],
    at: hours(-2),
  }),
});

const asked: RequestEvent = {
  ...submitted,
  steps: [...(submitted as { steps: ApprovalStep[] }).steps, PRIVACY_STEP],
} as RequestEvent;
const ownerAgreed = approvedBy('patientsOwner', `owner:${PATIENTS}`);
const agreed = (startsAt: string): RequestEvent[] => [
  asked,
  ownerAgreed,
  approvedBy('privacyOfficer', PRIVACY_STEP.id),
  { type: 'approved', startsAt, expiresAt: hours(48) },
];
const applying: RequestEvent = { type: 'applyStarted', changeId: 'c1' };

/** How a request can stand, by what happened to it after it was made. */
export const STANDINGS = {
  draft: () => [],
  pending: () => [asked],
  pendingForPrivacy: () => [asked, ownerAgreed],
  escalated: () => [
    asked,
    { type: 'escalated', to: [PERSONAS.dataOffice] } as RequestEvent,
  ],
  approvedForLater: () => agreed(hours(24)),
  active: () => [...agreed(hours(-2)), applying, { type: 'applied' }],
  failed: () => [
    ...agreed(hours(-2)),
    applying,
    { type: 'applyFailed', error: 'Lake Formation refused it.' },
  ],
  withdrawn: () => [asked, { type: 'withdrawn' }],
  denied: () => [
    asked,
    {
      type: 'denied',
      decision: decision({
        by: userOf('patientsOwner'),
        outcome: 'denied',
        comment: 'Not so',
      }),
    },
  ],
} satisfies Record<string, () => RequestEvent[]>;
export type Standing = keyof typeof STANDINGS;

/** Users of the personas, as the catalog has them. */
const userEntities = PEOPLE.map(
  (persona): Entity => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: persona.toLowerCase(), namespace: 'default' },
    spec: { memberOf: [PERSONAS[persona]] },
    relations: [{ type: 'memberOf', targetRef: PERSONAS[persona] }],
  }),
);

/** Social security numbers are classified, so that the privacy office is asked. */
function withClassification(run: ObservationRun): ObservationRun {
  const json = JSON.stringify(run.parts).replace(
    /"name":"ssn"/g,
    '"name":"ssn","classification":"pii"',
  );
  return { ...run, parts: JSON.parse(json) };
}

/**
 * The API with people who ask and decide: `standIn` stands in for the owner of
 * patients, and unanswered requests go to the data office.
 */
export async function startRequestApi(options: {
  knex: Knex;
  /** Beside teams, products and users. */
  entities?: Entity[];
  hiddenInCatalog?: string[];
  denied?: string[];
  /** In place of one that refuses every call. */
  connection?: AwsConnectionService;
}) {
  const { knex, entities = [] } = options;
  const scheduler = mockServices.scheduler();
  const sluice = await startSluice({
    ...options,
    runs: [withClassification(runOf(PRODUCER)), runOf(CONSUMER)],
    entities: [...catalogEntities, ...userEntities, ...entities],
    scheduler: createServiceFactory({
      service: coreServices.scheduler,
      deps: {},
      factory: () => scheduler,
    }),
    config: {
      declarations: healthcareDeclarations,
      requests: {
        sensitive: [
          {
            title: PRIVACY_STEP.title,
            approvers: [PERSONAS.privacyOfficer],
            classifications: ['pii'],
          },
        ],
        escalation: { to: [PERSONAS.dataOffice] },
      },
    },
  });
  await DatabaseObservationStore.create(mockServices.database({ knex }));
  const store = new RequestStore(knex);
  await sluice
    .post('patientsOwner', '/delegations', {
      to: userOf('standIn'),
      startsAt: hours(-1),
      endsAt: hours(24),
    })
    .expect(201);

  return {
    ...sluice,
    requests: store,

    /** A request of Claims Care for patients, by default. */
    async make(
      standing: Standing,
      changes: Parameters<typeof created>[0] = {},
    ): Promise<string> {
      const id = randomUUID();
      await record(
        store,
        id,
        [created({ grantId: id, team: TEAM, terms: TERMS, ...changes })],
        { actor: userOf('claimsCare'), at: hours(-3) },
      );
      for (const event of STANDINGS[standing]() as RequestEvent[]) {
        await record(store, id, [event], {
          at: hours(-2),
          ...(!('decision' in event) && actorOf(event)),
        });
      }
      return id;
    },

    /** Until nothing that was begun is under way. */
    async settle(): Promise<void> {
      await scheduler.triggerTask('sluice-fulfil-agreements');
      await scheduler.triggerTask('sluice-announce-requests');
      await scheduler.triggerTask('sluice-notify-of-requests');
    },

    /** Requests and reviews are gone, as if there had been none. */
    async forget(): Promise<void> {
      for (const table of [
        'access_review_items',
        'access_reviews',
        'access_request_events',
        'access_request_tables',
        'access_requests',
      ]) {
        await knex(table).delete();
      }
    },
  };
}

function actorOf(event: RequestEvent) {
  return event.type === 'submitted' || event.type === 'withdrawn'
    ? { actor: userOf('claimsCare') }
    : {};
}
