import {
  DeregisterResourceCommand,
  DescribeResourceCommand,
  RegisterResourceCommand,
  ResourceInfo,
  UpdateResourceCommand,
} from '@aws-sdk/client-lakeformation';
import { RegisteredLocationProperties } from '@sluice/plugin-sluice-common';
import { differencesBetween } from './differences';
import { ResourceContext } from './ResourceContext';
import { ResourceType } from './ResourceType';
import { unlessRefused } from './unlessRefused';

/** An S3 location that Lake Formation governs, and the role as which it reads there. */
export const registeredLocation: ResourceType<'registeredLocation'> = {
  async read({ resourceArn }, context) {
    const info = await unlessRefused(
      'EntityNotFoundException',
      describe(resourceArn, context),
    );
    return (
      info && {
        resourceArn,
        roleArn: info.RoleArn ?? '',
        hybridAccess: info.HybridAccessEnabled ?? false,
      }
    );
  },

  diff: ({ roleArn, hybridAccess }, found) =>
    differencesBetween({ roleArn, hybridAccess }, found),

  async create(wanted, context) {
    const { resourceArn, roleArn, hybridAccess } = wanted;
    const registered = await unlessRefused(
      'AlreadyExistsException',
      context.clients.lakeFormation.send(
        new RegisterResourceCommand({
          ResourceArn: resourceArn,
          RoleArn: roleArn,
          HybridAccessEnabled: hybridAccess,
        }),
      ),
    );
    if (!registered) await putRegistration(wanted, context);
  },

  update: (wanted, _found, context) => putRegistration(wanted, context),

  async delete({ resourceArn }, context) {
    await unlessRefused(
      'EntityNotFoundException',
      context.clients.lakeFormation.send(
        new DeregisterResourceCommand({ ResourceArn: resourceArn }),
      ),
    );
  },

  undo: 'The location is deregistered; Lake Formation then gives nobody access to the data in it, which stays where it is.',

  actions: {
    read: ['lakeformation:DescribeResource'],
    write: [
      // Lake Formation takes the role from the caller.
      'iam:PassRole',
      'lakeformation:DeregisterResource',
      'lakeformation:RegisterResource',
      'lakeformation:UpdateResource',
    ],
  },
};

async function describe(
  resourceArn: string,
  { clients }: ResourceContext,
): Promise<ResourceInfo> {
  const { ResourceInfo: info } = await clients.lakeFormation.send(
    new DescribeResourceCommand({ ResourceArn: resourceArn }),
  );
  return info!;
}

/** What Sluice does not set goes back as it was read: the call replaces the registration. */
async function putRegistration(
  wanted: RegisteredLocationProperties,
  context: ResourceContext,
): Promise<void> {
  const { resourceArn, roleArn, hybridAccess } = wanted;
  const info = await describe(resourceArn, context);
  if (
    info.RoleArn === roleArn &&
    (info.HybridAccessEnabled ?? false) === hybridAccess
  ) {
    return;
  }
  await context.clients.lakeFormation.send(
    new UpdateResourceCommand({
      ResourceArn: resourceArn,
      RoleArn: roleArn,
      HybridAccessEnabled: hybridAccess,
      WithFederation: info.WithFederation,
      ExpectedResourceOwnerAccount: info.ExpectedResourceOwnerAccount,
    }),
  );
}
