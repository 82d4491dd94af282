import {
  DescribeResourceCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-lakeformation';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { startEmptyAws } from '../__testUtils__/resourceContext';
import { takeThroughLife } from './__testUtils__/takeThroughLife';
import { iamRole } from './iamRole';
import { registeredLocation } from './registeredLocation';
import { ResourceContext } from './ResourceContext';

const ResourceArn = 'arn:aws:s3:::lake-of-ours/warehouse';
const roleArn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const wanted = {
  resourceArn: ResourceArn,
  roleArn: roleArn('data-access'),
  hybridAccess: false,
};

async function createRoles(context: ResourceContext) {
  for (const name of ['data-access', 'another']) {
    await iamRole.create(
      {
        name,
        description: '',
        trust: [
          {
            Sid: 'LakeFormation',
            Effect: 'Allow',
            Principal: { Service: 'lakeformation.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        ],
        attachedPolicies: [],
      },
      context,
    );
  }
}

describe('registeredLocation', () => {
  const directory = createMockDirectory();

  it('goes from nothing to nothing', async () => {
    const { called, declared } = await takeThroughLife(directory, {
      type: registeredLocation,
      wanted,
      before: createRoles,
      somebodyElse: {
        meddles: ({ clients }) =>
          clients.lakeFormation.send(
            new UpdateResourceCommand({
              ResourceArn,
              RoleArn: roleArn('another'),
              HybridAccessEnabled: true,
              WithFederation: true,
            }),
          ),
        addition: async ({ clients }) =>
          (
            await clients.lakeFormation.send(
              new DescribeResourceCommand({ ResourceArn }),
            )
          ).ResourceInfo?.WithFederation,
      },
      impliedActions: ['iam:PassRole'],
    });
    expect(called).toEqual(declared);
  });

  it('sets a registration right that was there before it', async () => {
    const context = await startEmptyAws(directory).contextOf();
    await createRoles(context);
    await registeredLocation.create(
      { ...wanted, roleArn: roleArn('another') },
      context,
    );
    await registeredLocation.create(wanted, context);
    expect(await registeredLocation.read(wanted, context)).toEqual(wanted);
  });

  it('leaves it to the caller to try again until the role is known', async () => {
    const context = await startEmptyAws(directory).contextOf();
    await expect(
      registeredLocation.create(wanted, context),
    ).rejects.toMatchObject({ name: 'InvalidInputException' });
    expect(await registeredLocation.read(wanted, context)).toBeUndefined();
  });
});
