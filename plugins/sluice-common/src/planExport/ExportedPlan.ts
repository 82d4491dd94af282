import { BlueprintAccount } from '../blueprints/facts';
import { PlanStep } from '../changes';

/** What an export is made of. @public */
export interface ExportedPlan {
  steps: PlanStep[];
  accounts: BlueprintAccount[];
}

/** The account of a step. */
export function accountOf(
  { accounts }: ExportedPlan,
  { account, title }: PlanStep,
): BlueprintAccount {
  const found = accounts.find(({ name }) => name === account);
  if (!found) {
    throw new Error(`${title} is of account ${account}, which is not known.`);
  }
  return found;
}
