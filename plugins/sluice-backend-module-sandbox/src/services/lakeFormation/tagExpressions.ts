import type {
  CreateLFTagExpressionRequest,
  GetLFTagExpressionRequest,
  LFTagExpression,
  ListLFTagExpressionsRequest,
  UpdateLFTagExpressionRequest,
} from '@aws-sdk/client-lakeformation';
import { CallContext, OperationHandler } from '../../core';
import { requireAdmin, requireOwnCatalog } from './administrators';
import { entityNotFound, requireResource } from './grantRules';
import { pageOf } from './paging';
import { readResource } from './resourceShapes';
import { invalidInput } from './resources';
import { lakeFormationState } from './state';

function expressionsOf(
  input: { CatalogId?: string },
  context: CallContext,
): Map<string, LFTagExpression> {
  const { world, caller, region } = context;
  requireOwnCatalog(input.CatalogId, context);
  return lakeFormationState(world, caller.accountId, region).tagExpressions;
}

function expressionOf(
  input: GetLFTagExpressionRequest,
  context: CallContext,
): LFTagExpression {
  const found = expressionsOf(input, context).get(input.Name ?? '');
  if (!found) throw entityNotFound(`LF-Tag expression ${input.Name}`);
  return found;
}

/** The expression as it is kept, of tags that exist with the values named. */
function readExpression(
  input: Pick<CreateLFTagExpressionRequest, 'Name' | 'Expression'>,
  { world, caller, region }: CallContext,
): Pick<LFTagExpression, 'Expression'> {
  const policy = readResource(
    { LFTagPolicy: { ResourceType: 'TABLE', Expression: input.Expression } },
    caller.accountId,
  );
  requireResource(world, region, policy, caller.accountId);
  return {
    Expression:
      policy.kind === 'lfTagPolicy'
        ? policy.expression.map(({ key, values }) => ({
            TagKey: key,
            TagValues: values,
          }))
        : [],
  };
}

function createExpression(
  input: CreateLFTagExpressionRequest,
  context: CallContext,
) {
  const { caller } = context;
  requireAdmin(context, 'lakeformation:CreateLFTagExpression');
  const expressions = expressionsOf(input, context);
  const { Name, Description } = input;
  if (!Name || Name.length > 255) {
    throw invalidInput(
      'The name of an LF-Tag expression has 1 to 255 characters.',
    );
  }
  if (expressions.has(Name)) {
    // The operation's model has no AlreadyExistsException.
    throw invalidInput(`LF-Tag expression ${Name} already exists.`);
  }
  expressions.set(Name, {
    Name,
    ...(Description !== undefined && { Description }),
    CatalogId: caller.accountId,
    ...readExpression(input, context),
  });
  return {};
}

function updateExpression(
  input: UpdateLFTagExpressionRequest,
  context: CallContext,
) {
  requireAdmin(context, 'lakeformation:UpdateLFTagExpression');
  const found = expressionOf(input, context);
  expressionsOf(input, context).set(found.Name!, {
    ...found,
    ...(input.Description !== undefined && { Description: input.Description }),
    ...readExpression(input, context),
  });
  return {};
}

function deleteExpression(
  input: GetLFTagExpressionRequest,
  context: CallContext,
) {
  requireAdmin(context, 'lakeformation:DeleteLFTagExpression');
  const { Name } = expressionOf(input, context);
  expressionsOf(input, context).delete(Name!);
  return {};
}

function listExpressions(
  input: ListLFTagExpressionsRequest,
  context: CallContext,
) {
  const { items, nextToken } = pageOf(
    [...expressionsOf(input, context).values()],
    input,
  );
  return { LFTagExpressions: structuredClone(items), NextToken: nextToken };
}

/**
 * Saved LF-Tag expressions. They are kept by administrators, and cannot be granted
 * by their name: neither is described well enough to be imitated.
 */
export const tagExpressionOperations: Record<string, OperationHandler> = {
  CreateLFTagExpression: createExpression,
  UpdateLFTagExpression: updateExpression,
  DeleteLFTagExpression: deleteExpression,
  GetLFTagExpression: (input, context) =>
    structuredClone(expressionOf(input, context)),
  ListLFTagExpressions: listExpressions,
};
