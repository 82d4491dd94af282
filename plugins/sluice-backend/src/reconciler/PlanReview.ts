import {
  AccessConsequence,
  checkSetUp,
  consequencesOf,
  Declaration,
  KnownReader,
  PlanStep,
  PreflightFinding,
} from '@sluice/plugin-sluice-common';
import { AccessService, Team } from '../access';
import { jobExecutionRoleArnOf } from '../declarations';
import { AppliedDeclaration, PlanReviewer } from './PlanService';
import { ResourceContexts } from './ResourceContexts';
import { rightsFindings } from './rightsFindings';

/**
 * Looks at a plan through what was last observed of all accounts, and asks AWS
 * whether Sluice may carry it out.
 */
export class PlanReview implements PlanReviewer {
  constructor(
    private readonly options: {
      access: AccessService;
      contexts: ResourceContexts;
    },
  ) {}

  async findings(
    steps: PlanStep[],
    applied?: AppliedDeclaration,
  ): Promise<PreflightFinding[]> {
    const [setUp, rights] = await Promise.all([
      applied ? this.setUpFindings(applied) : [],
      rightsFindings(steps, this.options.contexts),
    ]);
    return [...setUp, ...rights];
  }

  async consequences(
    steps: PlanStep[],
    declaration?: Declaration,
  ): Promise<AccessConsequence[]> {
    const { world, teams } = await this.options.access.current();
    return consequencesOf({
      before: world.index,
      steps,
      readers: [
        ...teams.flatMap(({ roleArn, title }) =>
          roleArn ? [{ principal: roleArn, title }] : [],
        ),
        ...this.declaredReader(teams, declaration),
      ],
    });
  }

  private async setUpFindings(
    applied: AppliedDeclaration,
  ): Promise<PreflightFinding[]> {
    const { world } = await this.options.access.current();
    return checkSetUp({ ...applied, observed: world.observations });
  }

  /** The role that the team is to have, which it may not have yet. */
  private declaredReader(
    teams: Team[],
    declaration?: Declaration,
  ): KnownReader[] {
    if (declaration?.kind !== 'consumerTeam') return [];
    const principal = jobExecutionRoleArnOf(
      declaration,
      this.options.contexts.accounts(),
    );
    const team = teams.find(
      ({ entityRef }) =>
        entityRef === declaration.team.toLocaleLowerCase('en-US'),
    );
    return principal && team ? [{ principal, title: team.title }] : [];
  }
}
