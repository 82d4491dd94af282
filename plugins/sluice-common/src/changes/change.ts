import { Plan } from './plan';

/** @public */
export type ChangeStatus =
  /** Waits for a backend to take it. */
  | 'queued'
  | 'applying'
  /** Stops after the steps that run now. */
  | 'cancelling'
  | 'succeeded'
  /** A step failed; can be resumed or undone. */
  | 'failed'
  /** Stopped on request; can be resumed or undone. */
  | 'cancelled'
  /** Given up in favour of another plan. */
  | 'abandoned';

/** Changes that a backend works on, or will. @public */
export const ACTIVE_STATUSES: readonly ChangeStatus[] = [
  'queued',
  'applying',
  'cancelling',
];

/** Changes that stopped half-way, and go on when somebody resumes them. @public */
export const STOPPED_STATUSES: readonly ChangeStatus[] = [
  'failed',
  'cancelled',
];

/** @public */
export type StepStatus =
  | 'pending'
  | 'running'
  | 'done'
  | 'failed'
  /** Not reached, because something before it failed. */
  | 'blocked';

/** What went wrong, for the person who has to deal with it. @public */
export interface StepError {
  /** Error name of AWS or Kubernetes. */
  name: string;
  message: string;
  /** What to do about it. */
  advice: string;
}

/** How far one step of a plan is. @public */
export interface ChangeStep {
  /** Id of the step. */
  id: string;
  status: StepStatus;
  attempts: number;
  /** What is being waited for: "Waiting for IAM to know the role". */
  waitingFor?: string;
  startedAt?: string;
  finishedAt?: string;
  error?: StepError;
}

/** One entry of the journal; written before and after each step. @public */
export interface JournalEntry {
  at: string;
  /** Absent for what concerns the whole change. */
  stepId?: string;
  event:
    | 'queued'
    | 'taken'
    | 'started'
    | 'retried'
    | 'waiting'
    | 'done'
    | 'failed'
    | 'cancel-requested'
    | 'cancelled'
    | 'resumed'
    | 'succeeded'
    | 'abandoned';
  message: string;
}

/** @public */
export interface ChangeSummary {
  id: string;
  planId: string;
  kind: Plan['kind'];
  subject: string;
  title: string;
  status: ChangeStatus;
  /** ISO 8601. */
  createdAt: string;
  /** Entity ref of who asked. */
  createdBy: string;
  reason: string;
  finishedAt?: string;
  /** Id of the change that this one undoes. */
  undoes?: string;
  stepsDone: number;
  stepsTotal: number;
}

/** A plan that is being applied, or was. @public */
export interface Change {
  summary: ChangeSummary;
  plan: Plan;
  steps: ChangeStep[];
  journal: JournalEntry[];
}
