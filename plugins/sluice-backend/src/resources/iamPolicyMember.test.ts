import { CreatePolicyCommand } from '@aws-sdk/client-iam';
import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  IamPolicyMemberProperties,
  IamStatement,
} from '@sluice/plugin-sluice-common';
import fc from 'fast-check';
import limit from 'p-limit';
import { startEmptyAws } from '../__testUtils__/resourceContext';
import { takeThroughLife } from './__testUtils__/takeThroughLife';
import { iamPolicyMember } from './iamPolicyMember';
import {
  readManagedPolicy,
  requireManagedPolicy,
  writeManagedPolicy,
} from './managedPolicy';
import { asList } from './policyStatements';
import { ResourceContext } from './ResourceContext';

const policyName = 'query-policy';
const roleArn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const member = (name: string): IamPolicyMemberProperties => ({
  policyName,
  statement: {
    Sid: 'AssumeTeams',
    Effect: 'Allow',
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: { StringLike: { 'aws:RequestTag/Caller': 'engine' } },
  },
  resourceArn: roleArn(name),
});
const base: IamStatement = {
  Sid: 'Base',
  Effect: 'Allow',
  Action: 'emr-containers:CreateCertificate',
  Resource: '*',
};

const createPolicy = ({ clients }: ResourceContext) =>
  clients.iam.send(
    new CreatePolicyCommand({
      PolicyName: policyName,
      PolicyDocument: JSON.stringify({ Statement: base }),
    }),
  );
const put = (context: ResourceContext, ...Statement: IamStatement[]) =>
  writeManagedPolicy(policyName, { Version: '2012-10-17', Statement }, context);
const statementsOf = async (context: ResourceContext) =>
  (await readManagedPolicy(policyName, context))!.Statement;

describe('iamPolicyMember', () => {
  const directory = createMockDirectory();
  const start = () => startEmptyAws(directory).contextOf();

  it('goes from nothing to nothing', async () => {
    const { called, declared } = await takeThroughLife(directory, {
      type: iamPolicyMember,
      wanted: member('team1'),
      async before(context) {
        await createPolicy(context);
        // As many versions as there may be, so that one has to go.
        for (let i = 0; i < 3; i++) await put(context, base);
      },
      somebodyElse: {
        meddles: context =>
          put(context, base, {
            ...member('team1').statement,
            Action: 'sts:AssumeRole',
            Resource: [roleArn('theirs'), roleArn('team1')],
          }),
        addition: async context =>
          asList((await statementsOf(context))[1].Resource).filter(
            arn => arn === roleArn('theirs'),
          ),
      },
    });
    expect(called).toEqual(declared);
  });

  it('makes the statement with the first member and takes it away with the last', async () => {
    const context = await start();
    await createPolicy(context);
    await iamPolicyMember.create(member('team1'), context);
    await iamPolicyMember.create(member('team2'), context);
    expect(await statementsOf(context)).toEqual([
      base,
      {
        ...member('team1').statement,
        Resource: [roleArn('team1'), roleArn('team2')],
      },
    ]);
    await iamPolicyMember.delete!(member('team1'), context);
    await iamPolicyMember.delete!(member('team2'), context);
    expect(await statementsOf(context)).toEqual([base]);
  });

  it('joins a member that stands there as a text', async () => {
    const context = await start();
    await createPolicy(context);
    const { statement } = member('team1');
    await put(context, base, { ...statement, Resource: roleArn('team1') });
    expect(await iamPolicyMember.read(member('team1'), context)).toEqual(
      member('team1'),
    );
    await iamPolicyMember.create(member('team2'), context);
    expect((await statementsOf(context))[1].Resource).toEqual([
      roleArn('team1'),
      roleArn('team2'),
    ]);
  });

  it('writes nothing when there is nothing to change', async () => {
    const { contextOf, actions } = startEmptyAws(directory);
    const context = await contextOf();
    await createPolicy(context);
    await iamPolicyMember.create(member('team1'), context);
    const from = actions.length;
    await iamPolicyMember.create(member('team1'), context);
    await iamPolicyMember.delete!(member('team2'), context);
    expect(new Set(actions.slice(from))).toEqual(
      new Set(iamPolicyMember.actions.read),
    );
  });

  it('cannot join a policy that is not there, as which there is no member', async () => {
    const context = await start();
    expect(
      await iamPolicyMember.read(member('team1'), context),
    ).toBeUndefined();
    await expect(
      iamPolicyMember.create(member('team1'), context),
    ).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    await iamPolicyMember.delete!(member('team1'), context);
  });

  it('loses nobody, whoever joins and leaves and whatever others write meanwhile', async () => {
    const names = fc.constantFrom('a', 'b', 'c', 'd');
    // What is asked for at once, with one writer of the document at a time; then
    // somebody else writes, who keeps no lock.
    const round = fc.record({
      changes: fc.array(
        fc.record({ kind: fc.constantFrom('join', 'leave'), name: names }),
        { maxLength: 5 },
      ),
      theirMember: fc.option(fc.constantFrom('x', 'y')),
      theirStatement: fc.option(fc.constantFrom('TheirsA', 'TheirsB')),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(round, { maxLength: 6 }), async rounds => {
        const context = await start();
        await createPolicy(context);
        const members = new Set<string>();
        const theirSids = new Set(['Base']);
        const lock = limit(1);
        for (const { changes, theirMember, theirStatement } of rounds) {
          await Promise.all(
            changes.map(({ kind, name }) =>
              lock(() =>
                kind === 'join'
                  ? iamPolicyMember.create(member(name), context)
                  : iamPolicyMember.delete!(member(name), context),
              ),
            ),
          );
          for (const { kind, name } of changes) {
            if (kind === 'join') members.add(name);
            else members.delete(name);
          }
          if (theirStatement) theirSids.add(theirStatement);
          if (theirMember && members.size > 0) members.add(theirMember);
          await somebodyElseWrites(context, theirStatement, theirMember);

          const statements = await statementsOf(context);
          expect(
            new Set(
              asList(
                statements.find(({ Sid }) => Sid === 'AssumeTeams')?.Resource,
              ),
            ),
          ).toEqual(new Set([...members].map(roleArn)));
          expect(
            new Set(
              statements
                .map(({ Sid }) => Sid)
                .filter(Sid => Sid !== 'AssumeTeams'),
            ),
          ).toEqual(theirSids);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** Adds a statement, and an ARN to the statement of the members if there is one. */
async function somebodyElseWrites(
  context: ResourceContext,
  Sid: string | null,
  name: string | null,
) {
  const document = await requireManagedPolicy(policyName, context);
  const others = document.Statement.filter(each => each.Sid !== Sid);
  await writeManagedPolicy(
    policyName,
    {
      ...document,
      Statement: [...others, ...(Sid ? [{ ...base, Sid }] : [])].map(each =>
        name && each.Sid === 'AssumeTeams'
          ? {
              ...each,
              Resource: [...new Set([...asList(each.Resource), roleArn(name)])],
            }
          : each,
      ),
    },
    context,
  );
}
