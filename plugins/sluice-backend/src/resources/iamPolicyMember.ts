import {
  IamPolicyMemberProperties,
  IamStatement,
} from '@sluice/plugin-sluice-common';
import {
  readManagedPolicy,
  requireManagedPolicy,
  writeManagedPolicy,
} from './managedPolicy';
import {
  asList,
  differencesOfStatements,
  meanTheSame,
  PolicyDocument,
} from './policyStatements';
import { ResourceContext } from './ResourceContext';
import { ResourceType } from './ResourceType';

/** Membership of an ARN in the `Resource` of a statement of a policy. */
export const iamPolicyMember: ResourceType<'iamPolicyMember'> = {
  async read({ policyName, statement, resourceArn }, context) {
    const document = await readManagedPolicy(policyName, context);
    const found = document && statementOf(document, statement.Sid);
    if (!asList(found?.Resource).includes(resourceArn)) return undefined;
    const { Resource, ...rest } = found!;
    return { policyName, statement: rest, resourceArn };
  },

  diff: (wanted, found) =>
    differencesOfStatements([wanted.statement], [found.statement], 'statement'),

  create: join,

  update: (wanted, _found, context) => join(wanted, context),

  async delete({ policyName, statement, resourceArn }, context) {
    const document = await readManagedPolicy(policyName, context);
    const found = document && statementOf(document, statement.Sid);
    const members = asList(found?.Resource);
    if (!document || !found || !members.includes(resourceArn)) return;
    const left = members.filter(member => member !== resourceArn);
    await writeManagedPolicy(
      policyName,
      {
        ...document,
        Statement:
          left.length > 0
            ? replaced(document, found, { ...found, Resource: left })
            : document.Statement.filter(each => each !== found),
      },
      context,
    );
  },

  documentOf: ({ policyName }) => `iamPolicy/${policyName}`,

  undo: 'The ARN is taken out of the statement, and the statement out of the policy when no ARN is left in it.',

  actions: {
    read: ['iam:GetPolicy', 'iam:GetPolicyVersion'],
    write: [
      'iam:CreatePolicyVersion',
      'iam:DeletePolicyVersion',
      'iam:ListPolicyVersions',
    ],
  },
};

/** Adds the ARN, and sets the rest of the statement right; other members stay. */
async function join(
  { policyName, statement, resourceArn }: IamPolicyMemberProperties,
  context: ResourceContext,
): Promise<void> {
  const document = await requireManagedPolicy(policyName, context);
  const found = statementOf(document, statement.Sid);
  const joined: IamStatement = {
    ...statement,
    Resource: [...new Set([...asList(found?.Resource), resourceArn])],
  };
  if (found && meanTheSame(found, joined)) return;
  await writeManagedPolicy(
    policyName,
    {
      ...document,
      Statement: found
        ? replaced(document, found, joined)
        : [...document.Statement, joined],
    },
    context,
  );
}

/** By Sid alone: whom a statement of another Sid names is not a member of this one. */
function statementOf(
  { Statement }: PolicyDocument,
  wanted: string,
): IamStatement | undefined {
  return Statement.find(({ Sid }) => Sid === wanted);
}

function replaced(
  { Statement }: PolicyDocument,
  old: IamStatement,
  by: IamStatement,
): IamStatement[] {
  return Statement.map(each => (each === old ? by : each));
}
