import { mockCredentials } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
// eslint-disable-next-line @backstage/no-mixed-plugin-imports
import { permissionRules as catalogRules } from '@backstage/plugin-catalog-backend/alpha';
import {
  catalogEntityCreatePermission,
  catalogEntityDeletePermission,
  catalogEntityReadPermission,
  catalogEntityRefreshPermission,
} from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  Permission,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  SluiceAccessResource,
  sluicePermissionRules,
} from '@sluice/plugin-sluice-node';
import {
  sluiceAccessReadPermission,
  sluiceAccountReadPermission,
  sluiceChangeApplyPermission,
  sluiceChangeReadPermission,
  sluiceInvitationAnswerPermission,
  sluiceObservationRunPermission,
  sluicePlanCreatePermission,
  sluiceTableReadPermission,
} from '@sluice/plugin-sluice-common';
import { readPersonas } from './personas';
import { SluicePermissionPolicy } from './SluicePermissionPolicy';

const policy = new SluicePermissionPolicy(
  readPersonas(
    new ConfigReader({
      sluice: {
        permission: {
          auditors: ['audit'],
          platformEngineers: ['group:default/platform'],
        },
      },
    }),
  ),
);

const PERSONAS: Record<string, string[] | undefined> = {
  'member of the team': ['group:default/patients-care'],
  'owner of the product': ['group:default/patient-records'],
  'member of another team': ['group:default/claims-care'],
  auditor: ['group:default/audit'],
  'platform engineer': ['group:default/platform'],
  stranger: undefined,
};

async function decide(persona: string, permission: Permission) {
  const ownershipEntityRefs = PERSONAS[persona];
  return policy.handle(
    { permission },
    ownershipEntityRefs && {
      credentials: mockCredentials.user('user:default/someone'),
      info: { userEntityRef: 'user:default/someone', ownershipEntityRefs },
    },
  );
}

const access: SluiceAccessResource = {
  teamRef: 'group:default/patients-care',
  productOwnerRefs: ['group:default/patient-records'],
};
const mayReadAccess = createConditionAuthorizer(
  Object.values(sluicePermissionRules),
);

const grant: Entity = {
  apiVersion: 'sluice.io/v1alpha1',
  kind: 'AccessGrant',
  metadata: { name: 'patients-care.healthcare_db.patients' },
  relations: [
    { type: 'ownedBy', targetRef: 'group:default/patients-care' },
    { type: 'ownedBy', targetRef: 'group:default/patient-records' },
  ],
};
const table: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name: 'healthcare_db.patients' },
};
const mayReadEntity = createConditionAuthorizer(
  Object.values(catalogRules) as any[],
);

describe('SluicePermissionPolicy', () => {
  it.each([
    // persona, access of the team, grant entity, accounts, observe and edit the catalog
    ['member of the team', true, true, false, false],
    ['owner of the product', true, true, false, false],
    ['member of another team', false, false, false, false],
    ['auditor', true, true, true, false],
    ['platform engineer', true, true, true, true],
    ['stranger', false, false, false, false],
  ])(
    'shows the %s the access: %s, the grant: %s, the accounts: %s; lets them run the platform: %s',
    async (persona, seesAccess, seesGrant, seesAccounts, runsPlatform) => {
      expect(
        mayReadAccess(
          await decide(persona, sluiceAccessReadPermission),
          access,
        ),
      ).toBe(seesAccess);
      expect(
        mayReadEntity(
          await decide(persona, catalogEntityReadPermission),
          grant,
        ),
      ).toBe(seesGrant);

      const result = (allowed: boolean) => ({
        result: allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
      });
      for (const permission of [
        sluiceAccountReadPermission,
        sluiceChangeReadPermission,
      ]) {
        expect(await decide(persona, permission)).toEqual(result(seesAccounts));
      }
      for (const permission of [
        sluiceObservationRunPermission,
        sluicePlanCreatePermission,
        sluiceChangeApplyPermission,
        sluiceInvitationAnswerPermission,
        catalogEntityCreatePermission,
        catalogEntityDeletePermission,
        catalogEntityRefreshPermission,
      ]) {
        expect(await decide(persona, permission)).toEqual(result(runsPlatform));
      }
    },
  );

  it.each(Object.keys(PERSONAS))(
    'lets the %s find tables if, and only if, signed in',
    async persona => {
      const signedIn = PERSONAS[persona] !== undefined;
      expect(
        mayReadEntity(
          await decide(persona, catalogEntityReadPermission),
          table,
        ),
      ).toBe(signedIn);
      expect(await decide(persona, sluiceTableReadPermission)).toEqual({
        result: signedIn ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
      });
    },
  );
});

describe('readPersonas', () => {
  it('makes nobody special by default', () => {
    expect(readPersonas(new ConfigReader({}))).toEqual({
      auditors: [],
      platformEngineers: [],
    });
  });

  it('names the entry that is wrong', () => {
    const config = new ConfigReader({
      sluice: { permission: { auditors: ['group:default/'] } },
    });
    expect(() => readPersonas(config)).toThrow(
      "sluice.permission.auditors holds 'group:default/'",
    );
  });
});
