import { PlanStep } from '../../changes';

/** Which resources of Terraform a step has to wait for. */
export class Dependencies {
  private readonly steps: ReadonlyMap<string, PlanStep>;

  /**
   * @param addresses - by id of the step; several steps may be one resource, and
   * those without one hand on what they depend on
   */
  constructor(
    steps: readonly PlanStep[],
    private readonly addresses: ReadonlyMap<string, string>,
  ) {
    this.steps = new Map(steps.map(step => [step.id, step]));
  }

  of(step: PlanStep): string[] {
    return this.ofAll([step]);
  }

  /**
   * Of steps that are one resource. What waits for any of them is left out:
   * Terraform takes no circles, and merging steps can close one.
   */
  ofAll(members: readonly PlanStep[]): string[] {
    const ids = new Set(members.map(({ id }) => id));
    const found = new Set<string>();
    const visit = (id: string) => {
      const address = this.addresses.get(id);
      if (address === undefined) {
        this.steps.get(id)?.dependsOn.forEach(visit);
      } else if (!this.waitsFor(id, ids)) {
        found.add(address);
      }
    };
    members.forEach(({ dependsOn }) => dependsOn.forEach(visit));
    return [...found];
  }

  private waitsFor(
    id: string,
    ids: ReadonlySet<string>,
    seen = new Set<string>(),
  ): boolean {
    if (ids.has(id)) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return (this.steps.get(id)?.dependsOn ?? []).some(each =>
      this.waitsFor(each, ids, seen),
    );
  }
}
