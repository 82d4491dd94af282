import { SandboxService } from '../../core';
import { bucketOperations } from './bucketOperations';
import { withEngineRights } from './engineRights';
import { objectOperations } from './objectOperations';

/** S3: buckets of all accounts in one namespace, objects as files. */
export const s3Service: SandboxService = {
  id: 'S3',
  operations: withEngineRights({ ...bucketOperations, ...objectOperations }),
};
