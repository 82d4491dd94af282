import { PartReader } from '../AccountReader';

export const readBucketPolicies: PartReader = async () => [];
