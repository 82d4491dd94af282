import { PlanStep } from '../../changes';
import { terraformName } from './TerraformExporter';

/** A name in Terraform for each step, by its id; no two are the same. */
export function namesOf(steps: readonly PlanStep[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { id, type } of steps) {
    const wanted = terraformName(id.slice(`${type}:`.length));
    let name = wanted;
    for (let count = 2; taken.has(name); count++) name = `${wanted}_${count}`;
    taken.add(name);
    names.set(id, name);
  }
  return names;
}
