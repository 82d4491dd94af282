import type { JsonValue } from '@backstage/types';
import { Declaration } from '../declarations';
import { DesiredResource, ResourceTypeName } from '../resources';
import { AccessSummary } from '../effectiveAccess';

/**
 * What a step does. `adopt`: it is there as wanted, and not ours; from now on it
 * is looked after, and never deleted. `replace`: it cannot be changed, so a new
 * one takes its place. `keep`: wanted gone, but somebody else needs or made it.
 * @public
 */
export type StepAction =
  | 'create'
  | 'adopt'
  | 'update'
  | 'replace'
  | 'delete'
  | 'keep'
  | 'none';

/** Who a resource belongs to, before the change. @public */
export type Ownership =
  /** Sluice made it. */
  | 'sluice'
  /** It was there before Sluice, which looks after it. */
  | 'adopted'
  /** It is there, and Sluice never touched it. */
  | 'other'
  /** It is not there. */
  | 'nobody';

/** One difference between what is there and what is wanted. @public */
export interface Difference {
  /** `trust.Statement[Sid=…].Condition`, for people. */
  path: string;
  before?: JsonValue;
  after?: JsonValue;
}

/** @public */
export interface PlanStep {
  /** Id of the resource. */
  id: string;
  type: ResourceTypeName;
  account: string;
  /** The whole of it, as wanted, or as it was when it is to go. */
  resource: DesiredResource;
  /** `IAM role emr_…_execution_role`. */
  title: string;
  action: StepAction;
  why: string;
  /** Ids of steps of this plan that go first. */
  dependsOn: string[];
  ownership: Ownership;
  differences: Difference[];
  /** Whole documents for a side-by-side view; absent when there is none. */
  before?: JsonValue;
  after?: JsonValue;
  /** Whole sentence: what it costs to undo the step. */
  undo: string;
}

/** @public */
export interface PreflightFinding {
  /** `V17`; `RIGHTS` and `NAMES` for the checks that are not of the reference. */
  rule: string;
  severity: 'error' | 'warning' | 'info';
  /** What is wrong with what, and what to do. */
  message: string;
  /** Page of AWS's documentation that the rule comes from. */
  docsUrl?: string;
}

/** How one principal's access to one table differs afterwards. @public */
export interface AccessConsequence {
  principal: string;
  /** Title of the team, if the principal is a team's role. */
  team?: string;
  /** `database.table`, and the account that owns it. */
  table: string;
  catalogId: string;
  before: AccessSummary;
  after: AccessSummary;
  /** "Patients Care gains 3 columns and the rows where …". */
  text: string;
}

/** What Sluice proposes to do, before anything is done. @public */
export interface Plan {
  id: string;
  /** `repair` makes what is declared true again, or takes away what is not declared; declares nothing. */
  kind: 'apply' | 'remove' | 'undo' | 'repair';
  subject: string;
  /** "Onboard patients-care in healthcare-consumer". */
  title: string;
  /** Absent for a plan that undoes a change. */
  declaration?: Declaration;
  /** Id of the change that it undoes. */
  undoes?: string;
  /** ISO 8601. */
  createdAt: string;
  /** Entity ref of who asked. */
  createdBy: string;
  steps: PlanStep[];
  findings: PreflightFinding[];
  consequences: AccessConsequence[];
}
