import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  GrantPermissionsCommand,
  RevokePermissionsCommand,
} from '@aws-sdk/client-lakeformation';
import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { findDrift } from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import {
  AttestationStore,
  createAttestations,
  Proofs,
} from '../../attestations';
import { CONSUMER_ID } from '../../reconciler/__testUtils__/lakeOfGrants';
import { NoticeQueue } from '../../requests/NoticeQueue';
import { startFulfilment } from '../../requests/__testUtils__/startFulfilment';
import { createDrift } from '../createDrift';

export const PLATFORM = 'group:default/platform';
export const ANALYST = `arn:aws:iam::${CONSUMER_ID}:role/analyst`;

/** Drift as the backend has it, on the healthcare scenario; AWS is the sandbox. */
export async function startDriftLife(options: {
  directory: ReturnType<typeof createMockDirectory>;
  knex: Knex;
}) {
  const { knex } = options;
  const house = await startFulfilment(options);
  const sent: NotificationSendOptions[] = [];
  const notices = new NoticeQueue({
    knex,
    notifications: {
      send: async message => {
        sent.push(message);
      },
    },
    logger: mockServices.logger.mock(),
  });
  const attestationStore = new AttestationStore(knex);
  const proofs = new Proofs(attestationStore);
  const auditEvents: { eventId: string; meta?: object }[] = [];
  const auditor = mockServices.auditor.mock({
    createEvent: async ({ eventId, meta }) => {
      auditEvents.push({ eventId, meta });
      return { success: async () => {}, fail: async () => {} };
    },
  });
  const drift = createDrift({
    knex,
    access: house.access,
    reconciler: house.reconciler,
    requests: { store: house.store, notices },
    auditor,
    clock: house.clock,
    find: findDrift,
    proofs: (snapshot, world) => proofs.drift(snapshot, world),
    platformEngineers: [PLATFORM],
    keepGoneForMs: 400 * 24 * 3_600_000,
    logger: mockServices.logger.mock(),
  });
  let attested = 0;
  const attestations = createAttestations({
    knex,
    store: attestationStore,
    proofs,
    access: house.access,
    stages: drift.stages,
    auditor,
    clock: house.clock,
    onAttested: () => {
      attested++;
    },
  });
  const lakeFormation = house.lakeFormation(CONSUMER_ID);
  const onClaims = (principal: string) => ({
    Principal: { DataLakePrincipalIdentifier: principal },
    Resource: {
      Table: {
        CatalogId: '111122223333',
        DatabaseName: 'healthcare_db',
        Name: 'claims',
      },
    },
    Permissions: ['SELECT' as const],
  });

  return {
    ...house,
    drift,
    sent,
    attestations,
    auditEvents,
    /** How often somebody was told that there is an attestation. */
    attested: () => attested,

    /** What is found of the world as it is now. */
    async check() {
      await house.observe();
      await drift.service.check();
      await notices.deliver();
      return (await drift.store.list(house.clock.now())).map(
        ({ drift: { cause, subject }, status }) => ({ cause, subject, status }),
      );
    },

    /** The one that is open. */
    async theOpenOne() {
      const open = await drift.store.listOpen(house.clock.now());
      expect(open).toHaveLength(1);
      return open[0].drift;
    },

    /** What people do in the consumer account who do not know of Sluice. */
    revokeByHand: (principal: string) =>
      lakeFormation.send(new RevokePermissionsCommand(onClaims(principal))),
    grantByHand: (principal: string, grantable = false) =>
      lakeFormation.send(
        new GrantPermissionsCommand({
          ...onClaims(principal),
          ...(grantable && { PermissionsWithGrantOption: ['SELECT'] }),
        }),
      ),
    async makeAnalyst() {
      const consumer = house.connection
        .listAccounts()
        .find(({ accountId }) => accountId === CONSUMER_ID)!;
      const configuration = await house.connection.getClientConfiguration(
        consumer,
      );
      await new IAMClient(configuration).send(
        new CreateRoleCommand({
          RoleName: 'analyst',
          AssumeRolePolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { AWS: `arn:aws:iam::${CONSUMER_ID}:root` },
                Action: 'sts:AssumeRole',
              },
            ],
          }),
        }),
      );
    },
  };
}
