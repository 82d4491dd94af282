import { PartReader } from '../AccountReader';

export const readIamPolicies: PartReader = async () => [];
