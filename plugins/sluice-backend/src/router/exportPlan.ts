import {
  BlueprintAccount,
  exportJson,
  exportShell,
  exportTerraform,
  Plan,
} from '@sluice/plugin-sluice-common';

const EXPORTS = {
  terraform: { write: exportTerraform, extension: 'tf' },
  shell: { write: exportShell, extension: 'sh' },
  json: { write: exportJson, extension: 'json' },
} as const;

/** A plan as a file for people who apply it by other means. */
export function exportPlan(
  { id, steps }: Plan,
  format: keyof typeof EXPORTS,
  accounts: BlueprintAccount[],
): { filename: string; content: string } {
  const { write, extension } = EXPORTS[format];
  return {
    filename: `sluice-plan-${id.slice(0, 8)}.${extension}`,
    content: write({ steps, accounts }),
  };
}
