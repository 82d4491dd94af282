import { NotFoundError } from '@backstage/errors';
import { Plan } from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';

interface PlanRow {
  id: string;
  created_at: string;
  document: string;
  fingerprints: string;
}

/** By step id, a digest of what the planner found there; see `fingerprint.ts`. */
export type Fingerprints = Record<string, string>;

/** A plan, and what it was made from. */
export interface StoredPlan {
  plan: Plan;
  fingerprints: Fingerprints;
}

/** Plans as they were made. */
export class PlanStore {
  constructor(private readonly knex: Knex) {}

  async save({ plan, fingerprints }: StoredPlan): Promise<void> {
    await this.knex<PlanRow>('plans').insert({
      id: plan.id,
      created_at: plan.createdAt,
      document: JSON.stringify(plan),
      fingerprints: JSON.stringify(fingerprints),
    });
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<StoredPlan> {
    const row = await this.knex<PlanRow>('plans').where({ id }).first();
    if (!row) {
      throw new NotFoundError(`There is no plan '${id}'; make a new one`);
    }
    return {
      plan: JSON.parse(row.document),
      fingerprints: JSON.parse(row.fingerprints),
    };
  }
}
