import { mockCredentials } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { Permission } from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  sluiceRequestCreatePermission,
  sluiceRequestDecidePermission,
  sluiceRequestEndPermission,
  sluiceRequestReadPermission,
  sluiceRequestUpdatePermission,
  sluiceReviewStartPermission,
} from '@sluice/plugin-sluice-common';
import {
  SluiceAccessResource,
  sluicePermissionRules,
  SluiceRequestResource,
  sluiceRequestPermissionRules,
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

const request: SluiceRequestResource = {
  teamRef: 'group:default/claims-care',
  productOwnerRefs: ['group:default/patient-records'],
  approverRefs: ['group:default/privacy', 'user:default/stand-in'],
};
const access: SluiceAccessResource = {
  teamRef: 'group:default/claims-care',
  productOwnerRefs: ['group:default/patient-records'],
};
const onRequest = createConditionAuthorizer(
  Object.values(sluiceRequestPermissionRules),
);
const onAccess = createConditionAuthorizer(
  Object.values(sluicePermissionRules),
);

async function decide(claims: string[] | undefined, permission: Permission) {
  return policy.handle(
    { permission },
    claims && {
      credentials: mockCredentials.user('user:default/someone'),
      info: {
        userEntityRef: 'user:default/someone',
        ownershipEntityRefs: claims,
      },
    },
  );
}

describe('who may do what to a request', () => {
  it.each([
    // claims, ask, read, edit, decide, end, start a review
    ['group:default/claims-care', 'ask read update end'],
    ['group:default/patient-records', 'read decide end review'],
    ['group:default/privacy', 'read decide end'],
    ['user:default/stand-in', 'read decide end'],
    ['group:default/patients-care', ''],
    ['group:default/audit', 'read review'],
    ['group:default/platform', 'read end review'],
    [undefined, ''],
  ])('%s: %s', async (claim, expected) => {
    const claims = claim === undefined ? undefined : [claim];
    const may = {
      ask: onAccess(
        await decide(claims, sluiceRequestCreatePermission),
        access,
      ),
      read: onRequest(
        await decide(claims, sluiceRequestReadPermission),
        request,
      ),
      update: onRequest(
        await decide(claims, sluiceRequestUpdatePermission),
        request,
      ),
      decide: onRequest(
        await decide(claims, sluiceRequestDecidePermission),
        request,
      ),
      end: onRequest(await decide(claims, sluiceRequestEndPermission), request),
      review: onAccess(
        await decide(claims, sluiceReviewStartPermission),
        access,
      ),
    };
    expect(
      Object.entries(may)
        .filter(([, allowed]) => allowed)
        .map(([name]) => name)
        .join(' '),
    ).toBe(expected);
  });
});
