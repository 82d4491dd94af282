import {
  AssociateAccessPolicyCommand,
  ListAssociatedAccessPoliciesCommand,
} from '@aws-sdk/client-eks';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { EmptyAws, startEmptyAws } from '../__testUtils__/resourceContext';
import { actionsOf, checkLifeCycle } from './__testUtils__/checkLifeCycle';
import { CLUSTER, makeCluster } from './__testUtils__/eksCluster';
import { eksAccessEntry } from './eksAccessEntry';
import { ResourceContext } from './ResourceContext';

const ENTRY = {
  cluster: CLUSTER,
  principalArn:
    'arn:aws:iam::111122223333:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers',
};
const POLICY = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy';

describe('eksAccessEntry', () => {
  const directory = createMockDirectory();
  let aws: EmptyAws;
  let context: ResourceContext;

  beforeEach(async () => {
    aws = startEmptyAws(directory);
    context = await aws.contextOf();
    await makeCluster(context);
  });

  it('lives, with the access policies that others associate with it', async () => {
    const { eks } = context.clients;
    const names = {
      clusterName: CLUSTER,
      principalArn: ENTRY.principalArn,
    };
    const taken = await checkLifeCycle({
      type: eksAccessEntry,
      aws,
      context,
      wanted: { ...ENTRY, username: 'emr' },
      changed: { ...ENTRY, username: 'emr-containers' },
      others: {
        change: () =>
          eks.send(
            new AssociateAccessPolicyCommand({
              ...names,
              policyArn: POLICY,
              accessScope: { type: 'cluster' },
            }),
          ),
        isThere: async () => {
          const { associatedAccessPolicies } = await eks.send(
            new ListAssociatedAccessPoliciesCommand(names),
          );
          return associatedAccessPolicies!.some(
            ({ policyArn }) => policyArn === POLICY,
          );
        },
      },
    });
    expect(taken).toEqual(actionsOf(eksAccessEntry));
  });

  it('gives an entry that was made meanwhile the wanted name', async () => {
    await eksAccessEntry.create({ ...ENTRY, username: 'somebody' }, context);
    const wanted = { ...ENTRY, username: 'emr-containers' };
    await eksAccessEntry.create(wanted, context);
    expect(await eksAccessEntry.read(wanted, context)).toEqual(wanted);
  });
});
