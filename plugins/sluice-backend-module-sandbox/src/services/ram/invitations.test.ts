import { SandboxWorld } from '../../core';
import {
  isShareAccepted,
  ramService,
  sharesOfResource,
  shareWithAccount,
  unshareFromAccount,
} from '.';

const P = '111122223333';
const C = '444455556666';
const REGION = 'us-west-2';
const HOUR = 60 * 60 * 1000;

const resource = (name: string, type = 'glue:Table') => ({
  arn: `arn:aws:glue:${REGION}:${P}:table/healthcare_db/${name}`,
  type,
});

let now: Date;
let world: SandboxWorld;
beforeEach(() => {
  now = new Date('2026-01-01T00:00:00Z');
  world = new SandboxWorld({
    dataDirectory: '/nowhere',
    clock: { now: () => now },
  });
});

const call = async (
  accountId: string,
  operation: string,
  input: object = {},
): Promise<any> =>
  ramService.operations[operation](input, {
    world,
    region: REGION,
    requestId: 'test',
    caller: {
      accountId,
      arn: `arn:aws:iam::${accountId}:root`,
      principalArn: `arn:aws:iam::${accountId}:root`,
      userId: accountId,
      sessionTags: {},
    },
  });

const share = (shared = resource('claims'), crossAccountVersion = '4') =>
  shareWithAccount(world, {
    ownerAccountId: P,
    region: REGION,
    principal: C,
    resource: shared,
    crossAccountVersion,
  });
const invitations = async () =>
  (await call(C, 'GetResourceShareInvitations')).resourceShareInvitations;
const answer = (how: 'Accept' | 'Reject', resourceShareInvitationArn: string) =>
  call(C, `${how}ResourceShareInvitation`, { resourceShareInvitationArn });
const isAccepted = (name: string) =>
  isShareAccepted(world, {
    ownerAccountId: P,
    region: REGION,
    principal: C,
    resourceArn: resource(name).arn,
  });

it('makes one share per type and account, which later grants extend (A8.1)', async () => {
  share(resource('claims'));
  share(resource('patients'));
  share(resource('', 'glue:Database'));
  const { resourceShares } = await call(P, 'GetResourceShares', {
    resourceOwner: 'SELF',
  });
  expect(resourceShares).toMatchObject([
    { name: expect.stringMatching(/^LakeFormation-V4-/), status: 'ACTIVE' },
    { owningAccountId: P },
  ]);
  expect(await invitations()).toHaveLength(2);
  const { resources } = await call(P, 'ListResources', {
    resourceOwner: 'SELF',
    resourceShareArns: [resourceShares[0].resourceShareArn],
  });
  expect(resources.map((each: { arn: string }) => each.arn)).toEqual([
    resource('claims').arn,
    resource('patients').arn,
  ]);
});

it('makes a share per resource in version 1 (A8.1)', async () => {
  share(resource('claims'), '1');
  share(resource('patients'), '1');
  expect(await invitations()).toHaveLength(2);
});

it('holds everything back until the invitation is accepted', async () => {
  const { arn } = share();
  const [invitation] = await invitations();
  expect(invitation).toEqual({
    resourceShareInvitationArn: expect.stringMatching(
      /^arn:aws:ram:us-west-2:111122223333:resource-share-invitation\//,
    ),
    resourceShareArn: arn,
    resourceShareName: expect.any(String),
    senderAccountId: P,
    receiverAccountId: C,
    invitationTimestamp: now,
    status: 'PENDING',
  });
  const received = () =>
    call(C, 'GetResourceShares', { resourceOwner: 'OTHER-ACCOUNTS' });
  const principals = async () =>
    (
      await call(P, 'GetResourceShareAssociations', {
        associationType: 'PRINCIPAL',
      })
    ).resourceShareAssociations;
  expect(isAccepted('claims')).toBe(false);
  expect((await received()).resourceShares).toEqual([]);
  expect(await principals()).toMatchObject([
    { associatedEntity: C, status: 'ASSOCIATING', external: true },
  ]);

  await answer('Accept', invitation.resourceShareInvitationArn);
  expect(isAccepted('claims')).toBe(true);
  expect((await received()).resourceShares).toMatchObject([
    { resourceShareArn: arn },
  ]);
  expect(await principals()).toMatchObject([{ status: 'ASSOCIATED' }]);
  // What joins an accepted share needs no new answer.
  share(resource('patients'));
  expect(isAccepted('patients')).toBe(true);
});

it.each<['Accept' | 'Reject', string]>([
  ['Accept', 'ResourceShareInvitationAlreadyAcceptedException'],
  ['Reject', 'ResourceShareInvitationAlreadyRejectedException'],
])('takes one answer: %s', async (how, code) => {
  share();
  const [{ resourceShareInvitationArn }] = await invitations();
  await answer(how, resourceShareInvitationArn);
  for (const again of ['Accept', 'Reject'] as const) {
    await expect(
      answer(again, resourceShareInvitationArn),
    ).rejects.toMatchObject({ code });
  }
});

it('lets an invitation expire after twelve hours; the next grant invites again', async () => {
  share();
  const [{ resourceShareInvitationArn }] = await invitations();
  now = new Date(now.getTime() + 12 * HOUR);
  expect(await invitations()).toMatchObject([{ status: 'PENDING' }]);
  now = new Date(now.getTime() + 1);
  expect(await invitations()).toMatchObject([{ status: 'EXPIRED' }]);
  await expect(
    answer('Accept', resourceShareInvitationArn),
  ).rejects.toMatchObject({
    code: 'ResourceShareInvitationExpiredException',
  });
  share(resource('patients'));
  const [, { resourceShareInvitationArn: next }] = await invitations();
  await answer('Accept', next);
  expect(isAccepted('claims')).toBe(true);
});

it('ends with the last resource', async () => {
  share(resource('claims'));
  share(resource('patients'));
  const [{ resourceShareInvitationArn }] = await invitations();
  await answer('Accept', resourceShareInvitationArn);
  const unshare = (name: string) =>
    unshareFromAccount(world, {
      ownerAccountId: P,
      region: REGION,
      principal: C,
      resource: resource(name),
    });
  unshare('claims');
  expect([isAccepted('claims'), isAccepted('patients')]).toEqual([false, true]);
  unshare('patients');
  expect(
    (await call(P, 'GetResourceShares', { resourceOwner: 'SELF' }))
      .resourceShares,
  ).toMatchObject([{ status: 'DELETED' }]);
  expect(
    sharesOfResource(world, {
      ownerAccountId: P,
      region: REGION,
      principal: C,
      resourceArn: resource('patients').arn,
    }),
  ).toEqual([]);
});

it("keeps Lake Formation's shares from being changed by hand", async () => {
  const { arn } = share();
  await expect(
    call(P, 'DeleteResourceShare', { resourceShareArn: arn }),
  ).rejects.toMatchObject({ code: 'OperationNotPermittedException' });
  const { resourceShare } = await call(P, 'CreateResourceShare', {
    name: 'mine',
    principals: [C],
    resourceArns: [resource('claims').arn],
  });
  expect(
    await call(P, 'DeleteResourceShare', {
      resourceShareArn: resourceShare.resourceShareArn,
    }),
  ).toMatchObject({ returnValue: true });
});

it.each<[string, object, string]>([
  [
    'GetResourceShares',
    { resourceOwner: 'SELF', resourceShareArns: ['arn:aws:ram:x'] },
    'UnknownResourceException',
  ],
  ['GetResourceShares', {}, 'InvalidParameterException'],
  [
    'GetResourceShareInvitations',
    { nextToken: 'x' },
    'InvalidNextTokenException',
  ],
  [
    'AcceptResourceShareInvitation',
    { resourceShareInvitationArn: 'arn:aws:ram:x' },
    'ResourceShareInvitationArnNotFoundException',
  ],
])('%s refuses %j', async (operation, input, code) => {
  await expect(call(C, operation, input)).rejects.toMatchObject({ code });
});

it('lets the receiver leave a share, and only that; a new grant invites it anew', async () => {
  const { arn } = share();
  const [{ resourceShareInvitationArn }] = await invitations();
  await answer('Accept', resourceShareInvitationArn);
  const leave = (accountId: string, more: object = {}) =>
    call(accountId, 'DisassociateResourceShare', {
      resourceShareArn: arn,
      principals: [C],
      ...more,
    });
  await expect(leave(P)).rejects.toMatchObject({
    code: 'OperationNotPermittedException',
  });
  await expect(
    leave(C, { resourceArns: [resource('claims').arn] }),
  ).rejects.toMatchObject({ code: 'UnknownResourceException' });
  expect(isAccepted('claims')).toBe(true);

  expect((await leave(C)).resourceShareAssociations).toMatchObject([
    { associatedEntity: C, status: 'DISASSOCIATING', external: true },
  ]);
  expect(isAccepted('claims')).toBe(false);
  expect(await invitations()).toEqual([]);

  share();
  expect(await invitations()).toMatchObject([{ status: 'PENDING' }]);
});
