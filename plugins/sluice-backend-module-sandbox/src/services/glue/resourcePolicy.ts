import { createHash } from 'crypto';
import { AwsError, OperationHandler } from '../../core';
import { glueState } from './catalog';

/** The Data Catalog's resource policy: one document, guarded by a hash (seed 1.1). */
export const resourcePolicyOperations: Record<string, OperationHandler> = {
  PutResourcePolicy: (input, { world, caller, region }) => {
    const state = glueState(world, caller.accountId, region);
    const current = state.resourcePolicy;
    try {
      JSON.parse(input.PolicyInJson);
    } catch {
      throw new AwsError(
        'InvalidInputException',
        'The policy is not valid JSON.',
      );
    }
    if (input.PolicyExistsCondition === 'MUST_EXIST' && !current) {
      throw new AwsError('EntityNotFoundException', 'Policy not found');
    }
    if (
      (input.PolicyExistsCondition === 'NOT_EXIST' && current) ||
      (input.PolicyHashCondition && input.PolicyHashCondition !== current?.hash)
    ) {
      throw new AwsError(
        'ConditionCheckFailureException',
        'PolicyHashCondition or PolicyExistsCondition is not met.',
      );
    }
    const hash = createHash('sha256')
      .update(input.PolicyInJson)
      .digest('base64');
    state.resourcePolicy = {
      json: input.PolicyInJson,
      hash,
      createdAt: current?.createdAt ?? world.clock.now(),
    };
    return { PolicyHash: hash };
  },
  GetResourcePolicy: (_input, { world, caller, region }) => {
    const { resourcePolicy } = glueState(world, caller.accountId, region);
    if (!resourcePolicy) {
      throw new AwsError('EntityNotFoundException', 'Policy not found');
    }
    return {
      PolicyInJson: resourcePolicy.json,
      PolicyHash: resourcePolicy.hash,
      CreateTime: resourcePolicy.createdAt,
    };
  },
  DeleteResourcePolicy: (input, { world, caller, region }) => {
    const state = glueState(world, caller.accountId, region);
    if (!state.resourcePolicy) {
      throw new AwsError('EntityNotFoundException', 'Policy not found');
    }
    if (
      input.PolicyHashCondition &&
      input.PolicyHashCondition !== state.resourcePolicy.hash
    ) {
      throw new AwsError(
        'ConditionCheckFailureException',
        'PolicyHashCondition is not met.',
      );
    }
    state.resourcePolicy = undefined;
    return {};
  },
  TagResource: (input, { world, caller, region }) => {
    const { tags } = glueState(world, caller.accountId, region);
    tags.set(input.ResourceArn, {
      ...tags.get(input.ResourceArn),
      ...input.TagsToAdd,
    });
    return {};
  },
  UntagResource: (input, { world, caller, region }) => {
    const { tags } = glueState(world, caller.accountId, region);
    const kept = { ...tags.get(input.ResourceArn) };
    for (const key of input.TagsToRemove) delete kept[key];
    tags.set(input.ResourceArn, kept);
    return {};
  },
  GetTags: (input, { world, caller, region }) => ({
    Tags: {
      ...glueState(world, caller.accountId, region).tags.get(input.ResourceArn),
    },
  }),
};
