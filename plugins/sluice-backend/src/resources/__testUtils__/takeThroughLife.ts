import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  ResourceProperties,
  ResourceTypeName,
} from '@sluice/plugin-sluice-common';
import { EmptyAws, startEmptyAws } from '../../__testUtils__/resourceContext';
import { ResourceContext } from '../ResourceContext';
import { ResourceType } from '../ResourceType';

/** A resource to take from nothing to nothing, and who else is about. */
export interface LifeCycle<T extends ResourceTypeName> {
  type: ResourceType<T>;
  wanted: ResourceProperties[T];
  /** Makes what must be there first. */
  before?(context: ResourceContext): Promise<unknown>;
  /** Somebody else, who breaks what is ours and adds something beside it. */
  somebodyElse?: {
    meddles(context: ResourceContext): Promise<unknown>;
    /** What was added, as it is now. */
    addition(context: ResourceContext): Promise<unknown>;
    /** Takes the addition away once ours is deleted, and ours is made and deleted again. */
    leaves?(context: ResourceContext): Promise<unknown>;
  };
  /** Actions that AWS takes on our behalf, without a call of ours. */
  impliedActions?: readonly string[];
}

/** IAM actions of `read`, and of all methods. */
interface Actions {
  read: Set<string>;
  all: Set<string>;
}

/**
 * Checks what holds for every type of resource: making, changing and deleting it
 * may be repeated, and what others added stays.
 *
 * @returns the actions that were called for, which must be those declared
 */
export async function takeThroughLife<T extends ResourceTypeName>(
  directory: ReturnType<typeof createMockDirectory>,
  subject: LifeCycle<T>,
): Promise<{ called: Actions; declared: Actions }> {
  const { type, wanted, before, somebodyElse, impliedActions = [] } = subject;
  const aws = startEmptyAws(directory);
  const context = await aws.contextOf();
  const calls = recordCalls(aws);
  const read = () => calls.reading(() => type.read(wanted, context));
  const create = () => calls.writing(() => type.create(wanted, context));
  const readAsWanted = async () => {
    const found = await read();
    expect(found).toBeDefined();
    expect(type.diff(wanted, found!)).toEqual([]);
    return found!;
  };
  const deleteTwice = async () => {
    const found = await readAsWanted();
    await calls.reading(async () => type.whyKept?.(found, context));
    await calls.writing(() => type.delete!(found, context));
    expect(await read()).toBeUndefined();
    await calls.writing(() => type.delete!(found, context));
  };

  await before?.(context);
  expect(await read()).toBeUndefined();
  await create();
  expect(await readAsWanted()).toEqual(wanted);
  await create();
  expect(await readAsWanted()).toEqual(wanted);

  if (somebodyElse) {
    await somebodyElse.meddles(context);
    const added = await somebodyElse.addition(context);
    expect(added).toBeTruthy();
    const broken = (await read())!;
    expect(type.diff(wanted, broken)).not.toEqual([]);
    await calls.writing(() => type.update!(wanted, broken, context));
    await readAsWanted();
    expect(await somebodyElse.addition(context)).toEqual(added);
  }
  if (type.delete) {
    await deleteTwice();
    if (somebodyElse?.leaves) {
      await somebodyElse.leaves(context);
      await create();
      await deleteTwice();
    }
  }

  const { actions } = type;
  return {
    called: {
      read: calls.read,
      all: new Set([...calls.read, ...calls.written, ...impliedActions]),
    },
    declared: {
      read: new Set(actions.read),
      all: new Set([...actions.read, ...actions.write]),
    },
  };
}

/** Keeps our calls apart from those of the rest of the test. */
function recordCalls(aws: EmptyAws) {
  const read = new Set<string>();
  const written = new Set<string>();
  const into =
    (actions: Set<string>) =>
    async <R>(run: () => Promise<R>): Promise<R> => {
      const from = aws.actions.length;
      const result = await run();
      aws.actions.slice(from).forEach(action => actions.add(action));
      return result;
    };
  return { read, written, reading: into(read), writing: into(written) };
}
