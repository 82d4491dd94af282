import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { matrix, PATIENTS } from './fakeSluiceApi';

/** Four stages that do not agree. */
export const stagesOfGrant: Models.AccessStages = {
  team: matrix.teams[0],
  tableEntityRef: PATIENTS,
  table: matrix.tables[0].ref,
  stages: {
    declared: {
      level: 'partial',
      text: '8 of 9 columns',
      at: '2026-01-01T00:00:00Z',
    },
    granted: {
      level: 'full',
      text: 'full access',
      at: '2026-01-02T00:00:00Z',
    },
    effective: { level: 'unknown', text: 'IAM decides.' },
    observed: { level: 'notProved', text: 'Not proved yet.' },
  },
  differences: [
    {
      between: ['declared', 'granted'],
      text: 'More is granted than declared.',
    },
  ],
  drift: 2,
};

/** A page of stages among others. */
export const stagesOf = (
  items: Models.AccessStages[],
): Models.GetStages200Response => ({
  items,
  total: 41,
  differing: items.length,
  hiddenTeams: 3,
  stale: false,
});
