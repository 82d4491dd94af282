import {
  Difference,
  ResourceProperties,
  ResourceTypeName,
} from '@sluice/plugin-sluice-common';
import { ResourceContext } from './ResourceContext';

/**
 * How one type of resource is read and changed. Each write may be repeated
 * after a crash that hid its answer: what is there already is success, as is
 * deleting what is gone. Failures are those of AWS and Kubernetes, unchanged;
 * retrying them is the caller's.
 */
export interface ResourceType<T extends ResourceTypeName> {
  /**
   * What is there, in the shape of what may be wanted; undefined if it is not
   * there. Holds what others added, too: `diff` leaves it out of account, and
   * `update` leaves it alone.
   */
  read(
    wanted: ResourceProperties[T],
    context: ResourceContext,
  ): Promise<ResourceProperties[T] | undefined>;
  /** How what is there falls short of what is wanted; empty when it does not. */
  diff(
    wanted: ResourceProperties[T],
    found: ResourceProperties[T],
  ): Difference[];
  create(
    wanted: ResourceProperties[T],
    context: ResourceContext,
  ): Promise<void>;
  /**
   * Others may undo it before it is read back, as the next invitation does to
   * invitations that were all accepted; it is then made again.
   */
  mayComeUndone?: true;
  /** Absent for what cannot be changed: it is deleted and made anew. */
  update?(
    wanted: ResourceProperties[T],
    found: ResourceProperties[T],
    context: ResourceContext,
  ): Promise<void>;
  /** Absent for what AWS cannot delete; `undo` says so. */
  delete?(
    found: ResourceProperties[T],
    context: ResourceContext,
  ): Promise<void>;
  /** Whole sentence: why it cannot be deleted as it is now; undefined when it can. */
  whyKept?(
    found: ResourceProperties[T],
    context: ResourceContext,
  ): Promise<string | undefined>;
  /**
   * Name of the document that the resource is a part of, unique in its account:
   * `lakeFormationSettings`, `iamPolicy/name`. One writer of it at a time.
   */
  documentOf?(wanted: ResourceProperties[T]): string;
  /** Whole sentence: what it takes to undo the creation. */
  undo: string;
  /** AWS actions that the methods take, for the IAM policy of Sluice: `iam:GetRole`. */
  actions: {
    read: readonly string[];
    write: readonly string[];
  };
}
