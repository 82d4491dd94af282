import { AwsError, CallContext, OperationHandler } from '../../core';
import { decisionFor } from '../iam/authorization';
import { registeredLocations } from '../lakeFormation/registeredLocations';
import { parseCopySource } from './copySource';
import { isOfOwnRun, isSystemSpace } from './systemSpace';

/** One thing that a call does, as IAM names it. */
interface Access {
  action: string;
  bucket: string;
  /** Absent for what concerns the bucket. */
  key?: string;
  /** Of a list. */
  prefix?: string;
}

/** What a call reads and writes. */
function accessesOf(operation: string, input: any): Access[] {
  const bucket: string = input.Bucket;
  switch (operation) {
    case 'GetObject':
    case 'HeadObject':
      return [{ action: 's3:GetObject', bucket, key: input.Key }];
    case 'PutObject':
    case 'DeleteObject':
      return [{ action: `s3:${operation}`, bucket, key: input.Key }];
    case 'DeleteObjects':
      return input.Delete.Objects.map(({ Key }: { Key: string }) => ({
        action: 's3:DeleteObject',
        bucket,
        key: Key,
      }));
    case 'CopyObject':
      return [
        { action: 's3:GetObject', ...parseCopySource(input.CopySource) },
        { action: 's3:PutObject', bucket, key: input.Key },
      ];
    case 'ListObjectsV2':
      return [{ action: 's3:ListBucket', bucket, prefix: input.Prefix ?? '' }];
    case 'HeadBucket':
      return [{ action: 's3:ListBucket', bucket }];
    default:
      return [{ action: `s3:${operation}`, bucket: bucket ?? '*' }];
  }
}

/** Reading what the run's own engine has filtered needs no policy: EMR hands it out. */
function isOwnCopy({ caller }: CallContext, access: Access): boolean {
  const place = access.key ?? access.prefix;
  return (
    ['s3:GetObject', 's3:ListBucket'].includes(access.action) &&
    place !== undefined &&
    isOfOwnRun(caller, place)
  );
}

/**
 * Whether the call comes near what Lake Formation governs. The engine alone reads
 * that, with credentials of the data access role; a list that begins above a
 * registered location would show what is in it.
 */
function touchesGovernedData({ world }: CallContext, access: Access): boolean {
  const { bucket, key, prefix } = access;
  return registeredLocations(world).some(({ ResourceArn }) => {
    const [name, ...steps] = ResourceArn!
      .replace(/^arn:[^:]*:s3:::/, '')
      .split('/');
    if (name !== bucket) return false;
    const location = steps.join('/');
    if (key !== undefined) {
      return (
        location === '' || key === location || key.startsWith(`${location}/`)
      );
    }
    return (
      prefix !== undefined &&
      (location === '' ||
        prefix.startsWith(`${location}/`) ||
        `${location}/`.startsWith(prefix))
    );
  });
}

function isAllowed(context: CallContext, access: Access): boolean {
  const { world, caller } = context;
  if (isSystemSpace(world, access.bucket)) return isOwnCopy(context, access);
  if (touchesGovernedData(context, access)) return false;
  const { action, bucket, key, prefix } = access;
  return (
    decisionFor(world, caller.principalArn, {
      action,
      resource:
        bucket === '*'
          ? '*'
          : `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`,
      ...(prefix && { context: { 's3:prefix': prefix } }),
    }) === 'allowed'
  );
}

/**
 * Lets a job, whose calls come from a query engine, do what the policies of its
 * role allow, and read what the engine has filtered for it; but never what lies at
 * a location that is registered with Lake Formation. All other callers go on as
 * before.
 */
export function withEngineRights(
  operations: Record<string, OperationHandler>,
): Record<string, OperationHandler> {
  return Object.fromEntries(
    Object.entries(operations).map(([operation, handler]) => [
      operation,
      (input: any, context: CallContext) => {
        if (
          context.caller.engineOf !== undefined &&
          !accessesOf(operation, input).every(each => isAllowed(context, each))
        ) {
          throw new AwsError('AccessDenied', 'Access Denied', 403);
        }
        return handler(input, context);
      },
    ]),
  );
}
