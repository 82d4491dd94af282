import {
  DeleteResourcePolicyCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-glue';
import {
  CatalogPolicyStatementProperties,
  IamStatement,
} from '@sluice/plugin-sluice-common';
import {
  differencesOfStatements,
  findStatement,
  mergeStatements,
  parsePolicyDocument,
  PolicyDocument,
  POLICY_VERSION,
} from './policyStatements';
import { ResourceContext } from './ResourceContext';
import { ResourceType } from './ResourceType';
import { unlessRefused } from './unlessRefused';

/** Membership: a statement of the resource policy of the account's Data Catalog. */
export const catalogPolicyStatement: ResourceType<'catalogPolicyStatement'> = {
  async read({ statement }, context) {
    const { document } = await readResourcePolicy(context);
    const found = findStatement(document.Statement, statement);
    return found && { statement: found };
  },

  diff: (wanted, found) =>
    differencesOfStatements([wanted.statement], [found.statement], 'statement'),

  create: putStatement,

  update: (wanted, _found, context) => putStatement(wanted, context),

  async delete({ statement }, context) {
    const { document, hash } = await readResourcePolicy(context);
    const ours = document.Statement.find(
      ({ Sid }) => Sid !== undefined && Sid === statement.Sid,
    );
    if (!ours) return;
    const left = document.Statement.filter(each => each !== ours);
    if (left.length > 0) {
      await putResourcePolicy({ ...document, Statement: left }, hash, context);
      return;
    }
    await context.clients.glue.send(
      new DeleteResourcePolicyCommand({ PolicyHashCondition: hash }),
    );
  },

  documentOf: () => 'glueResourcePolicy',

  undo: 'The statement is taken out of the resource policy of the Data Catalog, and the policy deleted when no statement is left in it.',

  actions: {
    read: ['glue:GetResourcePolicy'],
    write: ['glue:DeleteResourcePolicy', 'glue:PutResourcePolicy'],
  },
};

async function putStatement(
  { statement }: CatalogPolicyStatementProperties,
  context: ResourceContext,
): Promise<void> {
  const { document, hash } = await readResourcePolicy(context);
  const wanted: IamStatement[] = [statement];
  if (differencesOfStatements(wanted, document.Statement, '').length === 0) {
    return;
  }
  await putResourcePolicy(
    { ...document, Statement: mergeStatements(wanted, document.Statement) },
    hash,
    context,
  );
}

/** The policy and its hash, which is absent when there is no policy. */
async function readResourcePolicy({
  clients,
}: ResourceContext): Promise<{ document: PolicyDocument; hash?: string }> {
  const answer = await unlessRefused(
    'EntityNotFoundException',
    clients.glue.send(new GetResourcePolicyCommand({})),
  );
  return answer?.PolicyInJson
    ? {
        document: parsePolicyDocument(answer.PolicyInJson),
        hash: answer.PolicyHash,
      }
    : { document: { Version: POLICY_VERSION, Statement: [] } };
}

/**
 * Replaces the policy, if it still is the one that was read. Glue asks for
 * `EnableHybrid` as soon as Lake Formation shares anything of the account.
 */
async function putResourcePolicy(
  document: PolicyDocument,
  hash: string | undefined,
  { clients }: ResourceContext,
): Promise<void> {
  await clients.glue.send(
    new PutResourcePolicyCommand({
      PolicyInJson: JSON.stringify(document),
      EnableHybrid: 'TRUE',
      ...(hash
        ? { PolicyHashCondition: hash }
        : { PolicyExistsCondition: 'NOT_EXIST' }),
    }),
  );
}
