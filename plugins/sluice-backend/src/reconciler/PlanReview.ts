import {
  AccessConsequence,
  checkSetUp,
  consequencesOf,
  Declaration,
  KnownReader,
  PlanStep,
  PreflightFinding,
} from '@sluice/plugin-sluice-common';
import { AwsConnectionService } from '@sluice/plugin-sluice-node';
import { AccessService, Team } from '../access';
import { jobExecutionRoleArnOf } from '../declarations';
import { PlanReviewer } from './PlanService';

/** Looks at a plan through what was last observed of all accounts. */
export class PlanReview implements PlanReviewer {
  constructor(
    private readonly options: {
      access: AccessService;
      connection: AwsConnectionService;
    },
  ) {}

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

  async consequences(
    steps: PlanStep[],
    declaration?: Declaration,
  ): Promise<AccessConsequence[]> {
    const { world, teams } = await this.options.access.current();
    return consequencesOf({
      observations: world.observations,
      steps,
      readers: [
        ...teams.flatMap(({ roleArn, title }) =>
          roleArn ? [{ principal: roleArn, title }] : [],
        ),
        ...this.declaredReader(teams, declaration),
      ],
    });
  }

  /** The role that the team is to have, which it may not have yet. */
  private declaredReader(
    teams: Team[],
    declaration?: Declaration,
  ): KnownReader[] {
    if (declaration?.kind !== 'consumerTeam') return [];
    const principal = jobExecutionRoleArnOf(
      declaration,
      this.options.connection.listAccounts(),
    );
    const team = teams.find(
      ({ entityRef }) =>
        entityRef === declaration.team.toLocaleLowerCase('en-US'),
    );
    return principal && team ? [{ principal, title: team.title }] : [];
  }
}
