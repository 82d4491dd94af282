import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  BlueprintError,
  BlueprintFacts,
  blueprintOf,
  Declaration,
  DesiredResource,
  Difference,
  titleOfResource,
} from '@sluice/plugin-sluice-common';
import pLimit from 'p-limit';
import { DeclarationStore } from '../declarations';
import { FactsReader } from './FactsReader';
import { ManagedResource, ManagedResources } from './ManagedResources';
import { Planner } from './Planner';

/** One thing that was declared, compared with what is there now. */
export interface ReadinessItem {
  id: string;
  type: string;
  title: string;
  account: string;
  why: string;
  state: 'ok' | 'missing' | 'differs' | 'notOurs' | 'unknown';
  differences: Difference[];
  /** Why it is unknown. */
  problem?: string;
}

export interface Readiness {
  subject: string;
  declaration: Declaration;
  /** ISO 8601. */
  checkedAt: string;
  items: ReadinessItem[];
}

/** Compares what was declared with what is there, without a plan. */
export class ReadinessService {
  constructor(
    private readonly options: {
      declarations: DeclarationStore;
      facts: FactsReader;
      managed: ManagedResources;
      planner: Planner;
      concurrency: number;
    },
  ) {}

  /**
   * @throws NotFoundError when nothing is declared of the subject
   * @throws ConflictError when what it was declared on is no longer there
   */
  async check(subject: string): Promise<Readiness> {
    const { declarations, facts, managed } = this.options;
    const declaration = await declarations.find(subject);
    if (!declaration) {
      throw new NotFoundError(
        `Nothing is declared of ${subject}; onboard it first`,
      );
    }
    const resources = drawAgain(declaration, await facts.read(declaration));
    const known = await managed.find(resources.map(({ id }) => id));
    const limit = pLimit(this.options.concurrency);
    return {
      subject,
      declaration,
      checkedAt: new Date().toISOString(),
      items: await Promise.all(
        resources.map(resource =>
          limit(() => this.item(resource, known.get(resource.id))),
        ),
      ),
    };
  }

  private async item(
    resource: DesiredResource,
    managed: ManagedResource | undefined,
  ): Promise<ReadinessItem> {
    const { id, type, account, why } = resource;
    const item = {
      id,
      type,
      title: titleOfResource(type, resource.properties as any),
      account,
      why,
    };
    try {
      const { found, differences } = await this.options.planner.read(resource);
      const state = () => {
        if (found === undefined) return 'missing';
        if (differences.length > 0) return 'differs';
        return managed ? 'ok' : 'notOurs';
      };
      return { ...item, state: state(), differences };
    } catch (error) {
      const { message } = error as Error;
      return { ...item, state: 'unknown', differences: [], problem: message };
    }
  }
}

/** It could be drawn when it was declared; its surroundings have changed since. */
function drawAgain(
  declaration: Declaration,
  facts: BlueprintFacts,
): DesiredResource[] {
  try {
    return blueprintOf(declaration, facts);
  } catch (error) {
    if (error instanceof BlueprintError) {
      throw new ConflictError(error.message);
    }
    throw error;
  }
}
