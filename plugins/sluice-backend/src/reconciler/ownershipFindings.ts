import { PlanStep, PreflightFinding } from '@sluice/plugin-sluice-common';
import { typeOf } from './resourceAccess';

/**
 * What a plan would do to things that others made: it may bring them to what is
 * declared, which is worth a warning, but never delete them to make them anew.
 */
export function ownershipFindings(steps: PlanStep[]): PreflightFinding[] {
  return steps
    .filter(({ ownership }) => ownership === 'other' || ownership === 'adopted')
    .flatMap(({ action, title, account, resource }): PreflightFinding[] => {
      if (action === 'replace' && typeOf(resource).delete) {
        return [
          {
            rule: 'OWNERSHIP',
            severity: 'error',
            message: `${title} in ${account} was not made by Sluice, differs from what is declared, and cannot be changed. Declare another name, or delete it by hand and plan again.`,
          },
        ];
      }
      if (action === 'update') {
        return [
          {
            rule: 'OWNERSHIP',
            severity: 'warning',
            message: `${title} in ${account} was not made by Sluice, and would be changed to what is declared. Compare the two before you apply the plan.`,
          },
        ];
      }
      return [];
    });
}
