import {
  DeleteResourcePolicyCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-glue';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { IamStatement } from '@sluice/plugin-sluice-common';
import { startEmptyAws } from '../__testUtils__/resourceContext';
import { takeThroughLife } from './__testUtils__/takeThroughLife';
import { catalogPolicyStatement } from './catalogPolicyStatement';
import { ResourceContext } from './ResourceContext';

const CATALOG = 'arn:aws:glue:us-west-2:111122223333:catalog';
const statement: IamStatement = {
  Sid: 'ShareThroughRam',
  Effect: 'Allow',
  Principal: { Service: 'ram.amazonaws.com' },
  Action: 'glue:ShareResource',
  Resource: [CATALOG],
};
const theirs: IamStatement = {
  Sid: 'Theirs',
  Effect: 'Allow',
  Principal: { AWS: '444455556666' },
  Action: 'glue:GetTable',
  Resource: CATALOG,
};

const put = ({ clients }: ResourceContext, ...Statement: IamStatement[]) =>
  clients.glue.send(
    new PutResourcePolicyCommand({
      PolicyInJson: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  );
const statementsOf = async ({ clients }: ResourceContext) => {
  const { PolicyInJson } = await clients.glue.send(
    new GetResourcePolicyCommand({}),
  );
  return JSON.parse(PolicyInJson!).Statement as IamStatement[];
};

describe('catalogPolicyStatement', () => {
  const directory = createMockDirectory();

  it('goes from nothing to nothing', async () => {
    const { called, declared } = await takeThroughLife(directory, {
      type: catalogPolicyStatement,
      wanted: { statement },
      somebodyElse: {
        meddles: context =>
          put(context, theirs, { ...statement, Effect: 'Deny' }),
        addition: async context =>
          (await statementsOf(context)).find(({ Sid }) => Sid === 'Theirs'),
        leaves: ({ clients }) =>
          clients.glue.send(new DeleteResourcePolicyCommand({})),
      },
    });
    expect(called).toEqual(declared);
  });

  it('keeps what others have in the policy, going in and out', async () => {
    const context = await startEmptyAws(directory).contextOf();
    await put(context, theirs);
    await catalogPolicyStatement.create({ statement }, context);
    expect(await statementsOf(context)).toEqual([theirs, statement]);
    await catalogPolicyStatement.delete!({ statement }, context);
    expect(await statementsOf(context)).toEqual([theirs]);
  });

  it('does not overwrite a policy that changed since it was read', async () => {
    const context = await startEmptyAws(directory).contextOf();
    await put(context, theirs);
    const another = { ...theirs, Sid: 'Another' };
    context.clients.glue.middlewareStack.add(
      (next, { commandName }) =>
        async args => {
          const answer = await next(args);
          if (commandName === 'GetResourcePolicyCommand') {
            context.clients.glue.middlewareStack.remove('race');
            await put(context, theirs, another);
          }
          return answer;
        },
      { step: 'initialize', name: 'race' },
    );
    await expect(
      catalogPolicyStatement.create({ statement }, context),
    ).rejects.toMatchObject({ name: 'ConditionCheckFailureException' });
    expect(await statementsOf(context)).toEqual([theirs, another]);
    await catalogPolicyStatement.create({ statement }, context);
    expect(await statementsOf(context)).toEqual([theirs, another, statement]);
  });
});
