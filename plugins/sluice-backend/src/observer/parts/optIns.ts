import { PartReader } from '../AccountReader';

export const readOptIns: PartReader = async () => [];
