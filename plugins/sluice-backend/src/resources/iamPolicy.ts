import {
  CreatePolicyCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
} from '@aws-sdk/client-iam';
import {
  Difference,
  IamPolicyProperties,
  IamStatement,
} from '@sluice/plugin-sluice-common';
import type { JsonValue } from '@backstage/types';
import {
  listVersions,
  policyArn,
  readManagedPolicy,
  requireManagedPolicy,
  writeManagedPolicy,
} from './managedPolicy';
import {
  differencesOfStatements,
  findStatement,
  mergeStatements,
  POLICY_VERSION,
} from './policyStatements';
import { ResourceContext } from './ResourceContext';
import { ResourceType } from './ResourceType';
import { unlessRefused } from './unlessRefused';

/** A customer managed policy and the statements that must be in it. */
export const iamPolicy: ResourceType<'iamPolicy'> = {
  async read({ name, exclusive }, context) {
    const document = await readManagedPolicy(name, context);
    return document && { name, statements: document.Statement, exclusive };
  },

  diff(wanted, found) {
    return [
      ...differencesOfStatements(
        wanted.statements,
        found.statements,
        'statements',
      ),
      ...(wanted.exclusive ? superfluous(wanted, found) : []),
    ];
  },

  async create(wanted, context) {
    const { name, statements } = wanted;
    const made = await unlessRefused(
      'EntityAlreadyExistsException',
      context.clients.iam.send(
        new CreatePolicyCommand({
          PolicyName: name,
          PolicyDocument: JSON.stringify({
            Version: POLICY_VERSION,
            Statement: statements,
          }),
        }),
      ),
    );
    if (!made) await putStatements(wanted, context);
  },

  update: (wanted, _found, context) => putStatements(wanted, context),

  async delete({ name }, context) {
    const { iam } = context.clients;
    const PolicyArn = policyArn(name, context);
    const versions = await unlessRefused(
      'NoSuchEntityException',
      listVersions(name, context),
    );
    // A policy is deleted with one version left, the one in force.
    for (const VersionId of versions?.others ?? []) {
      await unlessRefused(
        'NoSuchEntityException',
        iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId })),
      );
    }
    await unlessRefused(
      'NoSuchEntityException',
      iam.send(new DeletePolicyCommand({ PolicyArn })),
    );
  },

  documentOf: ({ name }) => `iamPolicy/${name}`,

  undo: 'The policy is deleted with all its versions; AWS refuses that while a role has it.',

  actions: {
    read: ['iam:GetPolicy', 'iam:GetPolicyVersion'],
    write: [
      'iam:CreatePolicy',
      'iam:CreatePolicyVersion',
      'iam:DeletePolicy',
      'iam:DeletePolicyVersion',
      'iam:ListPolicyVersions',
    ],
  },
};

/** Merges into the document as it is now: a member may have joined since it was read. */
async function putStatements(
  wanted: IamPolicyProperties,
  context: ResourceContext,
): Promise<void> {
  const { name, statements, exclusive } = wanted;
  const document = await requireManagedPolicy(name, context);
  const found = { ...wanted, statements: document.Statement };
  if (iamPolicy.diff(wanted, found).length === 0) return;
  await writeManagedPolicy(
    name,
    {
      ...document,
      Statement: exclusive
        ? statements
        : mergeStatements(statements, document.Statement),
    },
    context,
  );
}

/** Statements that nobody wants, in a policy in which there must be no others. */
function superfluous(
  wanted: IamPolicyProperties,
  found: IamPolicyProperties,
): Difference[] {
  const ours = new Set(
    wanted.statements.map(statement =>
      findStatement(found.statements, statement),
    ),
  );
  return found.statements
    .filter(statement => !ours.has(statement))
    .map((statement: IamStatement) => ({
      path: `statements[Sid=${statement.Sid ?? 'none'}]`,
      before: statement as unknown as JsonValue,
    }));
}
