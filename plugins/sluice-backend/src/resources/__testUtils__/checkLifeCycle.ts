import {
  ResourceProperties,
  ResourceTypeName,
} from '@sluice/plugin-sluice-common';
import { EmptyAws } from '../../__testUtils__/resourceContext';
import { ResourceContext } from '../ResourceContext';
import { ResourceType } from '../ResourceType';

/** IAM actions that a resource type took, each once, in alphabetical order. */
export interface ActionsTaken {
  read: string[];
  write: string[];
}

/**
 * Takes a resource through its life: it is absent, made, made again for nothing,
 * changed while somebody else changes it too, deleted, and deleted again for
 * nothing. Every call on the way must be among the type's actions.
 *
 * @param options.wanted - as it is made
 * @param options.changed - as it is wanted later; only for a type with `update`
 * @param options.others - what somebody else does to it, and how that is seen
 * to be there still; `outlive` when also its deletion leaves it
 * @returns the actions, for a check that the type lists no others
 */
export async function checkLifeCycle<T extends ResourceTypeName>(options: {
  type: ResourceType<T>;
  aws: EmptyAws;
  context: ResourceContext;
  wanted: ResourceProperties[T];
  changed?: ResourceProperties[T];
  others?: {
    change: () => Promise<unknown>;
    isThere: () => Promise<boolean>;
    outlive?: boolean;
  };
}): Promise<ActionsTaken> {
  const { type, aws, context, wanted, changed = wanted, others } = options;
  const taken: Record<'read' | 'write', Set<string>> = {
    read: new Set(),
    write: new Set(),
  };
  const during = async <R>(kind: 'read' | 'write', call: Promise<R>) => {
    const before = aws.actions.length;
    const result = await call;
    for (const action of aws.actions.slice(before)) {
      expect(type.actions[kind]).toContain(action);
      taken[kind].add(action);
    }
    return result;
  };
  const read = (as = wanted) => during('read', type.read(as, context));
  const write = (call: Promise<void>) => during('write', call);
  const differences = async (than: ResourceProperties[T]) =>
    type.diff(than, (await read(than))!);

  expect(await read()).toBeUndefined();

  await write(type.create(wanted, context));
  expect(await differences(wanted)).toEqual([]);
  const made = await read();

  await write(type.create(wanted, context));
  expect(await read()).toEqual(made);

  await others?.change();
  expect(await differences(wanted)).toEqual([]);
  if (type.update) {
    expect(changed).not.toEqual(wanted);
    expect(await differences(changed)).not.toEqual([]);
    await write(type.update(changed, (await read(changed))!, context));
    expect(await differences(changed)).toEqual([]);
  }
  if (others) expect(await others.isThere()).toBe(true);

  if (type.delete) {
    const last = (await read(changed))!;
    await write(type.delete(last, context));
    expect(await read(changed)).toBeUndefined();
    await write(type.delete(last, context));
    expect(await read(changed)).toBeUndefined();
    if (others?.outlive) expect(await others.isThere()).toBe(true);
  }
  return { read: [...taken.read].sort(), write: [...taken.write].sort() };
}

/**
 * What a type says that it takes, in the same form.
 * @param implied - actions that AWS takes in our name, without a call of ours
 */
export function actionsOf(
  type: { actions: ResourceType<ResourceTypeName>['actions'] },
  implied: readonly string[] = [],
): ActionsTaken {
  const { read, write } = type.actions;
  expect(write).toEqual(expect.arrayContaining([...implied]));
  return {
    read: [...read].sort(),
    write: write.filter(action => !implied.includes(action)).sort(),
  };
}
