import { InputError } from '@backstage/errors';
import {
  AccessConsequence,
  blueprintOf,
  BlueprintError,
  BlueprintFacts,
  ChangeSummary,
  Declaration,
  declarationSchema,
  DesiredResource,
  Plan,
  PlanStep,
  PreflightFinding,
  subjectOf,
} from '@sluice/plugin-sluice-common';
import { randomUUID } from 'crypto';
import { z } from 'zod';
import { FactsReader } from './FactsReader';
import { ManagedResources } from './ManagedResources';
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
      facts: FactsReader;
      managed: ManagedResources;
      reviewer: PlanReviewer;
    },
  ) {}

  /**
   * A plan that makes a declaration true, or takes it back.
   * @throws InputError saying what is wrong with the declaration
   */
  async create(request: {
    kind: 'apply' | 'remove';
    declaration: unknown;
    createdBy: string;
  }): Promise<Plan> {
    const declaration = parseDeclaration(request.declaration);
    const subject = subjectOf(declaration);
    const facts = await this.options.facts.read(declaration);
    const wanted =
      request.kind === 'apply' ? drawBlueprint(declaration, facts) : [];
    const known = await this.options.managed.claimedBy(subject);
    const left =
      request.kind === 'apply' || known.length > 0
        ? known
        : // Never applied: what it would have is looked at, and kept.
          drawBlueprint(declaration, facts);
    return this.propose(
      {
        kind: request.kind,
        subject,
        title: titleOf(request.kind, declaration),
        declaration,
        createdBy: request.createdBy,
      },
      targetsOf(wanted, left),
      async steps => [
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

  /** A plan that takes back what a change did. */
  createUndo(
    { id, subject, title }: ChangeSummary,
    targets: Target[],
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

/** What is no longer wanted, though it was, is to go. */
function targetsOf(
  wanted: DesiredResource[],
  known: DesiredResource[],
): Target[] {
  const ids = new Set(wanted.map(({ id }) => id));
  return [
    ...wanted.map(resource => ({ resource, ensure: 'present' as const })),
    ...known
      .filter(({ id }) => !ids.has(id))
      .map(resource => ({ resource, ensure: 'absent' as const })),
  ];
}

function parseDeclaration(value: unknown): Declaration {
  const parsed = declarationSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InputError(
    `The declaration is not valid:\n${z.prettifyError(parsed.error)}`,
  );
}

function drawBlueprint(
  declaration: Declaration,
  facts: BlueprintFacts,
): DesiredResource[] {
  try {
    return blueprintOf(declaration, facts);
  } catch (error) {
    if (error instanceof BlueprintError) throw new InputError(error.message);
    throw error;
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
    default:
      throw new Error(`No title: ${declaration satisfies never}`);
  }
}

function inShort(list: string): string {
  return list.length > LONGEST_LIST
    ? `${list.slice(0, LONGEST_LIST - 1)}…`
    : list;
}
