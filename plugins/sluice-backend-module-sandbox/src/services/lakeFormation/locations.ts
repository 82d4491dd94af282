import type {
  DeregisterResourceRequest,
  DescribeResourceRequest,
  ListResourcesRequest,
  RegisterResourceRequest,
  ResourceInfo,
  UpdateResourceRequest,
} from '@aws-sdk/client-lakeformation';
import {
  AwsError,
  CallContext,
  OperationHandler,
  SandboxWorld,
} from '../../core';
import { requireAdmin } from './administrators';
import { pageOf } from './paging';
import { requirePrincipal } from './principals';
import { invalidInput } from './resources';
import { lakeFormationState } from './state';

const SERVICE_LINKED_ROLE =
  'role/aws-service-role/lakeformation.amazonaws.com/AWSServiceRoleForLakeFormationDataAccess';

function locationsOf({ world, caller, region }: CallContext) {
  return lakeFormationState(world, caller.accountId, region).locations;
}

/** Buckets and prefixes are registered without a slash at the end. */
function locationArn(arn: string | undefined): string {
  const match = /^(arn:aws[^:]*:s3:::[^/]+(?:\/.*?)?)\/*$/.exec(arn ?? '');
  if (!match) throw invalidInput(`${arn} is not the ARN of an S3 location.`);
  return match[1];
}

function locationOf(context: CallContext, arn: string | undefined) {
  const location = locationsOf(context).get(locationArn(arn));
  if (!location) {
    throw new AwsError(
      'EntityNotFoundException',
      `Entity not found: ${arn} is not registered with Lake Formation.`,
    );
  }
  return location;
}

function register(input: RegisterResourceRequest, context: CallContext) {
  const { world, caller } = context;
  requireAdmin(context, 'lakeformation:RegisterResource');
  const arn = locationArn(input.ResourceArn);
  if (Boolean(input.RoleArn) === Boolean(input.UseServiceLinkedRole)) {
    throw invalidInput(
      'Either RoleArn or UseServiceLinkedRole must be given, and not both.',
    );
  }
  if (input.RoleArn) requirePrincipal(world, input.RoleArn);
  if (locationsOf(context).has(arn)) {
    throw new AwsError(
      'AlreadyExistsException',
      `Resource is already registered: ${arn}`,
    );
  }
  locationsOf(context).set(arn, {
    ResourceArn: arn,
    RoleArn:
      input.RoleArn ??
      `arn:aws:iam::${caller.accountId}:${SERVICE_LINKED_ROLE}`,
    LastModified: world.clock.now(),
    WithFederation: input.WithFederation ?? false,
    HybridAccessEnabled: input.HybridAccessEnabled ?? false,
    WithPrivilegedAccess: input.WithPrivilegedAccess ?? false,
    VerificationStatus: 'VERIFIED',
    ...(input.ExpectedResourceOwnerAccount && {
      ExpectedResourceOwnerAccount: input.ExpectedResourceOwnerAccount,
    }),
  });
  return {};
}

function update(input: UpdateResourceRequest, context: CallContext) {
  requireAdmin(context, 'lakeformation:UpdateResource');
  const location = locationOf(context, input.ResourceArn);
  if (location.RoleArn?.endsWith(SERVICE_LINKED_ROLE)) {
    // LF reference A9.
    throw invalidInput(
      `${input.ResourceArn} is registered with the service-linked role and cannot be edited; deregister it and register it again.`,
    );
  }
  requirePrincipal(context.world, input.RoleArn!);
  locationsOf(context).set(location.ResourceArn!, {
    ...location,
    RoleArn: input.RoleArn,
    WithFederation: input.WithFederation ?? location.WithFederation,
    HybridAccessEnabled:
      input.HybridAccessEnabled ?? location.HybridAccessEnabled,
    LastModified: context.world.clock.now(),
  });
  return {};
}

function deregister(input: DeregisterResourceRequest, context: CallContext) {
  requireAdmin(context, 'lakeformation:DeregisterResource');
  const { ResourceArn } = locationOf(context, input.ResourceArn);
  locationsOf(context).delete(ResourceArn!);
  return {};
}

function listResources(input: ListResourcesRequest, context: CallContext) {
  const matching = [...locationsOf(context).values()]
    .filter(location =>
      (input.FilterConditionList ?? []).every(condition =>
        meets(location, condition),
      ),
    )
    .sort((a, b) => (a.ResourceArn! < b.ResourceArn! ? -1 : 1));
  const { items, nextToken } = pageOf(matching, input);
  return { ResourceInfoList: items, NextToken: nextToken };
}

type Condition = NonNullable<
  ListResourcesRequest['FilterConditionList']
>[number];

function meets(location: ResourceInfo, condition: Condition): boolean {
  const value =
    condition.Field === 'ROLE_ARN' ? location.RoleArn! : location.ResourceArn!;
  const wanted = condition.StringValueList ?? [];
  switch (condition.ComparisonOperator) {
    case 'EQ':
      return value === wanted[0];
    case 'NE':
      return value !== wanted[0];
    case 'IN':
      return wanted.includes(value);
    case 'CONTAINS':
      return value.includes(wanted[0]);
    case 'NOT_CONTAINS':
      return !value.includes(wanted[0]);
    case 'BEGINS_WITH':
      return value.startsWith(wanted[0]);
    default:
      throw invalidInput(
        `ComparisonOperator ${condition.ComparisonOperator} cannot be used with ${condition.Field}.`,
      );
  }
}

/**
 * The registration that governs an S3 URI: of the registered locations that
 * contain it, the most specific one.
 */
export function registeredLocation(
  world: SandboxWorld,
  accountId: string,
  region: string,
  uri: string | undefined,
): ResourceInfo | undefined {
  const arn = uri
    ?.replace(/^s3[an]?:\/\//, 'arn:aws:s3:::')
    .replace(/\/+$/, '');
  if (!arn) return undefined;
  const { locations } = lakeFormationState(world, accountId, region);
  return [...locations.values()]
    .filter(
      ({ ResourceArn }) =>
        arn === ResourceArn || arn.startsWith(`${ResourceArn}/`),
    )
    .sort((a, b) => b.ResourceArn!.length - a.ResourceArn!.length)[0];
}

/** Registration of S3 locations. */
export const locationOperations: Record<string, OperationHandler> = {
  RegisterResource: register,
  UpdateResource: update,
  DeregisterResource: deregister,
  DescribeResource: (input: DescribeResourceRequest, context) => ({
    ResourceInfo: { ...locationOf(context, input.ResourceArn) },
  }),
  ListResources: listResources,
};
