import {
  AccessConsequence,
  checkSetUp,
  consequencesOf,
  PlanStep,
  PreflightFinding,
} from '@sluice/plugin-sluice-common';
import { AccessService } from '../access';
import { PlanReviewer } from './PlanService';

/** Looks at a plan through what was last observed of all accounts. */
export class PlanReview implements PlanReviewer {
  constructor(private readonly options: { access: AccessService }) {}

  async findings(
    subject: Parameters<PlanReviewer['findings']>[0],
  ): Promise<PreflightFinding[]> {
    const { declaration, resources, facts } = subject;
    const { world } = await this.options.access.current();
    return checkSetUp({
      declaration,
      resources,
      facts,
      observed: world.observations,
    });
  }

  async consequences(steps: PlanStep[]): Promise<AccessConsequence[]> {
    const { world, teams } = await this.options.access.current();
    return consequencesOf({
      observations: world.observations,
      steps,
      readers: teams.flatMap(({ roleArn, title }) =>
        roleArn ? [{ principal: roleArn, title }] : [],
      ),
    });
  }
}
