import { DesiredResource } from '@sluice/plugin-sluice-common';

/** What shall be there, or be gone. */
export interface Target {
  resource: DesiredResource;
  ensure: 'present' | 'absent';
  /** Known to be ours, though it did not get as far as the record. */
  madeBySluice?: boolean;
}

/**
 * Which steps go before which. What is made follows what it needs; what is
 * deleted goes before what it needed, and after all that is made, so that a
 * narrower grant is there before the wider one goes.
 *
 * @returns ids of the targets that go before each target, by its id
 */
export function dependencies(targets: Target[]): Map<string, string[]> {
  const present = targets.filter(({ ensure }) => ensure === 'present');
  const absent = targets.filter(({ ensure }) => ensure === 'absent');
  const isPresent = new Set(present.map(({ resource }) => resource.id));
  const isAbsent = new Set(absent.map(({ resource }) => resource.id));

  const needed = new Set(present.flatMap(({ resource }) => resource.dependsOn));
  const lastMade = [...isPresent].filter(id => !needed.has(id));

  const before = new Map<string, string[]>();
  for (const { resource } of present) {
    before.set(
      resource.id,
      resource.dependsOn.filter(id => isPresent.has(id)),
    );
  }
  for (const { resource } of absent) before.set(resource.id, [...lastMade]);
  for (const { resource } of absent) {
    for (const id of resource.dependsOn) {
      if (isAbsent.has(id)) before.get(id)!.push(resource.id);
    }
  }
  return before;
}
