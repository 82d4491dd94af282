import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { step } from '../../__testUtils__/changes';
import { summaryOf } from './stepActions';

const stepsOf = (...actions: SluiceApi.PlanStep['action'][]) =>
  actions.map((action, i) => step(`step-${i}`, { action }));

it.each([
  [stepsOf(), 'no steps'],
  [
    stepsOf('none', 'create', 'adopt', 'create', 'update', 'none'),
    '2 to create, 1 to adopt, 1 to update, 2 unchanged',
  ],
  [
    stepsOf('delete', 'keep', 'replace'),
    '1 to replace, 1 to delete, 1 to keep',
  ],
])('sums up %#', (steps, summary) => {
  expect(summaryOf({ steps })).toBe(summary);
});
