import { PlanStep } from '@sluice/plugin-sluice-common';
import {
  belongsToOne,
  DeclarationRequest,
  DeclaredTargets,
} from './DeclaredTargets';
import { Planner } from './Planner';

/**
 * Reads back whether a declaration is true, or nothing of it is left. Makes no
 * plan that could be applied, and changes nothing.
 */
export class StateCheck {
  constructor(
    private readonly options: {
      targets: DeclaredTargets;
      planner: Planner;
    },
  ) {}

  /**
   * What is not as it should be; empty when all of it is. To apply, that is what
   * is missing, differs, or is left of what was wanted before. To remove, it is
   * what Sluice made and nobody else needs, and every right that was the
   * declaration's alone, whoever made it: what others made or need, such as a
   * link, may stay.
   *
   * @throws InputError saying what is wrong with the declaration
   * @throws ServiceUnavailableError when something could not be read, of which
   * nothing is known then
   */
  async differences(request: DeclarationRequest): Promise<PlanStep[]> {
    const { subject, targets } = await this.options.targets.read(request);
    const { steps } = await this.options.planner.plan(subject, targets);
    return steps.filter(step => isAmiss(step, request.kind));
  }
}

function isAmiss(
  { action, resource }: PlanStep,
  kind: DeclarationRequest['kind'],
): boolean {
  switch (action) {
    case 'none':
    case 'adopt':
      return false;
    case 'keep':
      // What is left of it is a right that is left.
      return kind === 'remove' && belongsToOne(resource);
    default:
      return true;
  }
}
