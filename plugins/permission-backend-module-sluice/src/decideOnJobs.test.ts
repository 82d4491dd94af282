import { mockCredentials } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { Permission } from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  sluiceJobCancelPermission,
  sluiceJobLogReadPermission,
  sluiceJobReadPermission,
  sluiceJobRunPermission,
  sluiceJobVerifyPermission,
} from '@sluice/plugin-sluice-common';
import {
  SluiceAccessResource,
  sluicePermissionRules,
} from '@sluice/plugin-sluice-node';
import { readPersonas } from './personas';
import { SluicePermissionPolicy } from './SluicePermissionPolicy';

const policy = new SluicePermissionPolicy(
  readPersonas(
    new ConfigReader({
      sluice: {
        permission: { auditors: ['audit'], platformEngineers: ['platform'] },
      },
    }),
  ),
);

const access: SluiceAccessResource = {
  teamRef: 'group:default/claims-care',
  productOwnerRefs: ['group:default/patient-records'],
};
const mayDo = createConditionAuthorizer(Object.values(sluicePermissionRules));

const PERMISSIONS: Record<string, Permission> = {
  run: sluiceJobRunPermission,
  verify: sluiceJobVerifyPermission,
  read: sluiceJobReadPermission,
  log: sluiceJobLogReadPermission,
  cancel: sluiceJobCancelPermission,
};

async function allowed(claim: string | undefined, permission: Permission) {
  const decision = await policy.handle(
    { permission },
    claim === undefined
      ? undefined
      : {
          credentials: mockCredentials.user('user:default/someone'),
          info: {
            userEntityRef: 'user:default/someone',
            ownershipEntityRefs: [claim],
          },
        },
  );
  return mayDo(decision, access);
}

describe('who may do what with jobs of a team', () => {
  it.each([
    ['group:default/claims-care', 'run verify read log cancel'],
    ['group:default/patient-records', 'verify read'],
    ['group:default/patients-care', ''],
    ['group:default/audit', 'read'],
    ['group:default/platform', 'verify read cancel'],
    [undefined, ''],
  ])('%s: %s', async (claim, expected) => {
    const may: string[] = [];
    for (const [name, permission] of Object.entries(PERMISSIONS)) {
      if (await allowed(claim, permission)) may.push(name);
    }
    expect(may.join(' ')).toBe(expected);
  });
});
