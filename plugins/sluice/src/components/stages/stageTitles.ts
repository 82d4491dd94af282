import type { StageName } from '@sluice/plugin-sluice-common';

/** Each stage of access in words. */
export const STAGE_TITLES: Record<
  StageName,
  { title: string; meaning: string }
> = {
  declared: { title: 'Declared', meaning: 'what Sluice was told to make true' },
  granted: { title: 'Granted', meaning: 'what Lake Formation and IAM hold' },
  effective: {
    title: 'Effective',
    meaning: 'what the team can therefore read',
  },
  observed: { title: 'Observed', meaning: 'what a job actually read' },
};
