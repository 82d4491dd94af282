import {
  AccessConsequence,
  BlueprintFacts,
  ChangeSummary,
  Declaration,
  DesiredResource,
  Plan,
  PlanStep,
  PreflightFinding,
} from '@sluice/plugin-sluice-common';
import { randomUUID } from 'crypto';
import {
  agreementFindings,
  undoneAgreementFindings,
} from './agreementFindings';
import { DeclarationRequest, DeclaredTargets } from './DeclaredTargets';
import { ownershipFindings } from './ownershipFindings';
import { Planner } from './Planner';
import { PlanStore } from './PlanStore';
import { Target } from './stepOrder';

/** Characters of a list in a title, which is a line of a list itself. */
const LONGEST_LIST = 200;

/** A declaration that is to come true, and what it wants. */
export interface AppliedDeclaration {
  declaration: Declaration;
  resources: DesiredResource[];
  facts: BlueprintFacts;
}

/** What is looked into before a plan is shown, beside what is there. */
export interface PlanReviewer {
  /** @param applied - absent for a plan that takes something back */
  findings(
    steps: PlanStep[],
    applied?: AppliedDeclaration,
  ): Promise<PreflightFinding[]>;
  /** @param declaration - the one that is applied or taken back, if there is one */
  consequences(
    steps: PlanStep[],
    declaration?: Declaration,
  ): Promise<AccessConsequence[]>;
}

/** Makes plans. Nothing is changed by making one. */
export class PlanService {
  constructor(
    private readonly options: {
      planner: Planner;
      plans: PlanStore;
      targets: DeclaredTargets;
      reviewer: PlanReviewer;
    },
  ) {}

  /**
   * A plan that makes a declaration true, or takes it back.
   * @throws InputError saying what is wrong with the declaration
   */
  async create(
    request: DeclarationRequest & { createdBy: string },
  ): Promise<Plan> {
    const state = await this.options.targets.read(request);
    const { declaration, subject, facts, wanted, targets } = state;
    return this.propose(
      {
        kind: request.kind,
        subject,
        title: titleOf(request.kind, declaration),
        declaration,
        createdBy: request.createdBy,
      },
      targets,
      async steps => [
        ...agreementFindings(request.kind, state),
        ...ownershipFindings(steps),
        ...(await this.options.reviewer.findings(
          steps,
          request.kind === 'apply'
            ? { declaration, resources: wanted, facts }
            : undefined,
        )),
      ],
    );
  }

  /**
   * A plan that takes back what a change did.
   * @param declarations - those in force
   */
  createUndo(
    { id, subject, title }: ChangeSummary,
    targets: Target[],
    declarations: Declaration[],
    createdBy: string,
  ): Promise<Plan> {
    return this.propose(
      {
        kind: 'undo',
        subject,
        title: `Undo: ${title}`,
        undoes: id,
        createdBy,
      },
      targets,
      async steps => [
        ...undoneAgreementFindings(steps, declarations),
        ...(await this.options.reviewer.findings(steps)),
      ],
    );
  }

  /**
   * A plan that makes what is declared of a subject true again. What is declared
   * stays as it is.
   * @param declaration - the one in force
   * @throws InputError when it can no longer be drawn, saying why
   */
  async createReapply(
    declaration: Declaration,
    createdBy: string,
  ): Promise<Plan> {
    const state = await this.options.targets.read({
      kind: 'apply',
      declaration,
    });
    const { subject, facts, wanted, targets } = state;
    return this.propose(
      {
        kind: 'repair',
        subject,
        title: `Repair: ${titleOf('apply', declaration)}`,
        declaration,
        createdBy,
      },
      targets,
      async steps => [
        ...agreementFindings('apply', state),
        ...ownershipFindings(steps),
        ...(await this.options.reviewer.findings(steps, {
          declaration,
          resources: wanted,
          facts,
        })),
      ],
    );
  }

  /**
   * A plan that takes away what nothing that is declared asks for. Somebody else
   * made it; whoever applies the plan decides that it is to go all the same.
   */
  createRevoke(
    about: Pick<Plan, 'subject' | 'title' | 'createdBy'>,
    resources: DesiredResource[],
  ): Promise<Plan> {
    return this.propose(
      { kind: 'repair', ...about },
      resources.map(resource => ({
        resource,
        ensure: 'absent',
        madeBySluice: true,
      })),
      steps => this.options.reviewer.findings(steps),
    );
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<Plan> {
    return (await this.options.plans.get(id)).plan;
  }

  /** Compares, reviews, and keeps what came of it. */
  private async propose(
    about: Pick<
      Plan,
      'kind' | 'subject' | 'title' | 'declaration' | 'undoes' | 'createdBy'
    >,
    targets: Target[],
    findingsOf: (steps: PlanStep[]) => Promise<PreflightFinding[]>,
  ): Promise<Plan> {
    const { planner, plans, reviewer } = this.options;
    const { steps, fingerprints } = await planner.plan(about.subject, targets);
    const plan: Plan = {
      id: randomUUID(),
      ...about,
      createdAt: new Date().toISOString(),
      steps,
      findings: await findingsOf(steps),
      consequences: await reviewer.consequences(steps, about.declaration),
    };
    await plans.save({ plan, fingerprints });
    return plan;
  }
}

function titleOf(kind: 'apply' | 'remove', declaration: Declaration): string {
  const name = (ref: string) => ref.split('/').pop();
  const isApply = kind === 'apply';
  switch (declaration.kind) {
    case 'producerAccount':
      return `${isApply ? 'Set up' : 'Disconnect'} producer account ${
        declaration.account
      }`;
    case 'consumerAccount':
      return `${isApply ? 'Set up' : 'Disconnect'} consumer account ${
        declaration.account
      }`;
    case 'dataProduct':
      return `${isApply ? 'Publish' : 'Withdraw'} ${name(
        declaration.product,
      )} in ${declaration.account}`;
    case 'share':
      return `${isApply ? 'Share' : 'Stop sharing'} ${
        declaration.database
      } of ${declaration.producerAccount} with ${declaration.consumerAccount}`;
    case 'consumerTeam':
      return `${isApply ? 'Onboard' : 'Offboard'} ${name(
        declaration.team,
      )} in ${declaration.account}`;
    case 'accessGrant': {
      const team = name(declaration.team);
      const tables = inShort(
        declaration.tables.map(({ table }) => table).join(', '),
      );
      return isApply
        ? `Give ${team} access: ${tables}`
        : `End ${team}'s access: ${tables}`;
    }
    case 'keptPermission': {
      const { permissions, principal } = declaration;
      return `${isApply ? 'Keep' : 'Give up'} ${permissions.join(
        ', ',
      )} of ${name(principal)} in ${declaration.account}`;
    }
    default:
      throw new Error(`No title: ${declaration satisfies never}`);
  }
}

function inShort(list: string): string {
  return list.length > LONGEST_LIST
    ? `${list.slice(0, LONGEST_LIST - 1)}…`
    : list;
}
