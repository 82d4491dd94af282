import {
  createServiceFactory,
  ServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  awsConnectionServiceRef,
  AwsConnectionService,
  createSluiceConditionalDecision,
  createSluiceRequestConditionalDecision,
  sluiceConditions,
  sluiceRequestConditions,
} from '@sluice/plugin-sluice-node';
import {
  sluiceAccessReadPermission,
  sluiceDriftManagePermission,
  sluiceJobCancelPermission,
  sluiceJobReadPermission,
  sluiceJobRunPermission,
  sluicePreviewReadPermission,
  sluiceRequestCreatePermission,
  sluiceRequestDecidePermission,
  sluiceRequestEndPermission,
  sluiceRequestReadPermission,
  sluiceRequestUpdatePermission,
  sluiceReviewStartPermission,
} from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import request from 'supertest';
import sluicePlugin from '..';
import { DatabaseObservationStore, ObservationRun } from '../store';
import { catalogEntities } from './catalog';
import { CONSUMER, PRODUCER } from './healthcare';

/** Who calls, and the entity refs that they own things by. */
export const PERSONAS = {
  patientsCare: 'group:default/patients-care',
  claimsCare: 'group:default/claims-care',
  research: 'group:default/population-research',
  patientsOwner: 'group:default/patient-records',
  claimsOwner: 'group:default/claims-office',
  platform: 'group:default/platform',
  auditor: 'group:default/audit',
  claimsMate: 'group:default/claims-care',
  privacyOfficer: 'group:default/privacy',
  standIn: 'group:default/facilities-management',
  dataOffice: 'group:default/data-office',
} as const;
export type Persona = keyof typeof PERSONAS;
/** Who may call at all, and who may not. */
export type Anybody = Persona | 'service' | 'nobody';

export const userOf = (persona: Persona) =>
  `user:default/${persona.toLowerCase()}`;
const groupOf = (userEntityRef: string) =>
  Object.entries(PERSONAS).find(
    ([persona]) => userOf(persona as Persona) === userEntityRef,
  )?.[1];

/** The default policy in short; the policy module has tests of its own. */
function decide(permission: string, userEntityRef: string): PolicyDecision {
  const group = groupOf(userEntityRef);
  const allow = (allowed: boolean): PolicyDecision => ({
    result: allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
  });
  if (!group) return allow(false);
  const isPlatform = group === PERSONAS.platform;
  const seesAll = isPlatform || group === PERSONAS.auditor;
  switch (permission) {
    case 'sluice.table.read':
      return allow(true);
    case 'sluice.account.read':
    case 'sluice.change.read':
      return allow(seesAll);
    case 'sluice.observation.run':
    case 'sluice.plan.create':
    case 'sluice.change.apply':
    case 'sluice.invitation.answer':
      return allow(isPlatform);
    case 'sluice.access.read':
      return seesAll
        ? allow(true)
        : createSluiceConditionalDecision(sluiceAccessReadPermission, {
            anyOf: [
              sluiceConditions.isTeamMember({ claims: [group] }),
              sluiceConditions.isProductOwner({ claims: [group] }),
            ],
          });
    case 'sluice.preview.read':
      return createSluiceConditionalDecision(
        sluicePreviewReadPermission,
        sluiceConditions.isTeamMember({ claims: [group] }),
      );
    case 'sluice.job.run':
    case 'sluice.job.log.read':
      return createSluiceConditionalDecision(
        sluiceJobRunPermission,
        sluiceConditions.isTeamMember({ claims: [group] }),
      );
    case 'sluice.job.cancel':
      return isPlatform
        ? allow(true)
        : createSluiceConditionalDecision(
            sluiceJobCancelPermission,
            sluiceConditions.isTeamMember({ claims: [group] }),
          );
    case 'sluice.job.read':
    case 'sluice.job.verify':
      return isPlatform || (seesAll && permission === 'sluice.job.read')
        ? allow(true)
        : createSluiceConditionalDecision(sluiceJobReadPermission, {
            anyOf: [
              sluiceConditions.isTeamMember({ claims: [group] }),
              sluiceConditions.isProductOwner({ claims: [group] }),
            ],
          });
    case 'sluice.drift.manage':
      return isPlatform
        ? allow(true)
        : createSluiceConditionalDecision(
            sluiceDriftManagePermission,
            sluiceConditions.isProductOwner({ claims: [group] }),
          );
    default:
      return decideOnRequests(permission, {
        claims: [userEntityRef, group],
        isPlatform,
        seesAll,
      });
  }
}

function decideOnRequests(
  permission: string,
  person: { claims: string[]; isPlatform: boolean; seesAll: boolean },
): PolicyDecision {
  const { claims, isPlatform, seesAll } = person;
  const ofTeam = sluiceRequestConditions.isRequestTeamMember({ claims });
  const asOwner = sluiceRequestConditions.isRequestProductOwner({ claims });
  const asApprover = sluiceRequestConditions.isRequestApprover({ claims });
  switch (permission) {
    case 'sluice.request.create':
      return createSluiceConditionalDecision(
        sluiceRequestCreatePermission,
        sluiceConditions.isTeamMember({ claims }),
      );
    case 'sluice.request.read':
      return seesAll
        ? { result: AuthorizeResult.ALLOW }
        : createSluiceRequestConditionalDecision(sluiceRequestReadPermission, {
            anyOf: [ofTeam, asOwner, asApprover],
          });
    case 'sluice.request.update':
      return createSluiceRequestConditionalDecision(
        sluiceRequestUpdatePermission,
        ofTeam,
      );
    case 'sluice.request.decide':
      return createSluiceRequestConditionalDecision(
        sluiceRequestDecidePermission,
        { anyOf: [asOwner, asApprover] },
      );
    case 'sluice.request.end':
      return isPlatform
        ? { result: AuthorizeResult.ALLOW }
        : createSluiceRequestConditionalDecision(sluiceRequestEndPermission, {
            anyOf: [ofTeam, asOwner, asApprover],
          });
    case 'sluice.review.start':
      return seesAll
        ? { result: AuthorizeResult.ALLOW }
        : createSluiceConditionalDecision(
            sluiceReviewStartPermission,
            sluiceConditions.isProductOwner({ claims }),
          );
    default:
      return { result: AuthorizeResult.DENY };
  }
}

/** Starts the plugin on a database that holds these observations; nothing is observed by itself. */
export async function startSluice(options: {
  knex: Knex;
  runs?: ObservationRun[];
  connection?: AwsConnectionService;
  entities?: Entity[];
  /** Entity refs that the catalog shows to nobody but services. */
  hiddenInCatalog?: string[];
  /** Names of permissions that a stricter policy gives to nobody. */
  denied?: string[];
  /** In place of the one that runs a task when it is triggered. */
  scheduler?: ServiceFactory;
  config?: object;
}) {
  const { knex, hiddenInCatalog = [], denied = [] } = options;
  const store = await DatabaseObservationStore.create(
    mockServices.database({ knex }),
  );
  for (const run of options.runs ?? []) await store.saveRun(run);

  const connection: AwsConnectionService = options.connection ?? {
    listAccounts: () => [PRODUCER, CONSUMER],
    getClientConfiguration: async () => {
      throw new Error('this test does not talk to AWS');
    },
    getKubeConfig: async () => {
      throw new Error('this test does not talk to Kubernetes');
    },
  };
  const catalog = catalogServiceMock({
    entities: options.entities ?? catalogEntities,
  });
  const getEntitiesByRefs = catalog.getEntitiesByRefs.bind(catalog);
  jest
    .spyOn(catalog, 'getEntitiesByRefs')
    .mockImplementation(async (query, { credentials }: any = {}) => {
      const { items } = await getEntitiesByRefs(query);
      return {
        items: items.map((item, index) =>
          credentials?.principal.type === 'user' &&
          hiddenInCatalog.includes(query.entityRefs[index])
            ? undefined
            : item,
        ),
      };
    });

  const decisionsFor = (queries: any[], { credentials }: any) =>
    queries.map(({ permission }): PolicyDecision => {
      if (credentials.principal.type === 'service') {
        return { result: AuthorizeResult.ALLOW };
      }
      return denied.includes(permission.name)
        ? { result: AuthorizeResult.DENY }
        : decide(permission.name, credentials.principal.userEntityRef);
    });
  const auditor = mockServices.auditor.mock();
  const auditEvents: { eventId: string; outcome: string; meta?: object }[] = [];
  auditor.createEvent.mockImplementation(async ({ eventId, meta }) => ({
    success: async extra => {
      auditEvents.push({
        eventId,
        outcome: 'success',
        meta: { ...meta, ...extra?.meta },
      });
    },
    fail: async () => {
      auditEvents.push({ eventId, outcome: 'failure', meta });
    },
  }));
  const events = mockServices.events.mock();
  const logged: string[] = [];
  const log = (...line: unknown[]) => void logged.push(JSON.stringify(line));
  const logger = mockServices.rootLogger.mock({
    debug: log,
    info: log,
    warn: log,
    error: log,
    child: () => logger,
  });

  const { server } = await startTestBackend({
    features: [
      sluicePlugin,
      createServiceFactory({
        service: catalogServiceRef,
        deps: {},
        factory: () => catalog,
      }),
      mockServices.database.factory({ knex }),
      options.scheduler ??
        mockServices.scheduler.factory({
          skipTaskRunOnStartup: true,
          includeInitialDelayedTasksOnStartup: false,
        }),
      mockServices.rootConfig.factory({
        data: { sluice: options.config ?? {} } as any,
      }),
      mockServices.permissions.mock({
        authorize: async (queries: any, extra: any) =>
          decisionsFor(queries, extra) as any,
        authorizeConditional: async (queries: any, extra: any) =>
          decisionsFor(queries, extra) as any,
      }).factory,
      mockServices.userInfo.mock({
        getUserInfo: async ({ principal }: any) => ({
          userEntityRef: principal.userEntityRef,
          ownershipEntityRefs: [
            principal.userEntityRef,
            groupOf(principal.userEntityRef)!,
          ],
        }),
      }).factory,
      auditor.factory,
      events.factory,
      logger.factory,
      createServiceFactory({
        service: awsConnectionServiceRef,
        deps: {},
        factory: () => connection,
      }),
    ],
  });

  const authorization = (persona: Anybody) => {
    if (persona === 'service') return mockCredentials.service.header();
    if (persona === 'nobody') return mockCredentials.none.header();
    return mockCredentials.user.header(userOf(persona));
  };
  const send = (
    persona: Anybody,
    method: 'get' | 'post' | 'put',
    path: string,
  ) =>
    request(server)
      [method](`/api/sluice${path}`)
      .set('Authorization', authorization(persona));
  return {
    store,
    auditEvents,
    events,
    /** What any plugin logged at any level, as JSON. */
    logged,
    /** With whatever body, also one that is no JSON. */
    send,
    get: (persona: Anybody, path: string) => send(persona, 'get', path),
    post: (persona: Anybody, path: string, body: object) =>
      send(persona, 'post', path).send(body),
    put: (persona: Anybody, path: string, body: object) =>
      send(persona, 'put', path).send(body),
  };
}
