import { TableRef } from '../accessModel';
import { BlueprintAccount } from '../blueprints';
import { Declaration } from '../declarations';
import { AccessIndex } from '../effectiveAccess';
import { DesiredResource } from '../resources';

/** A consumer team, as far as drift is told by it. @public */
export interface DriftTeam {
  entityRef: string;
  title: string;
  /** ARN of its job execution role; absent while the team has none. */
  principal?: string;
  /** IAM's unique id of the role when the team was onboarded. */
  roleUniqueId?: string;
}

/** One declaration in force, with all that its blueprint wants. @public */
export interface DeclaredSubject {
  subject: string;
  declaration: Declaration;
  resources: DesiredResource[];
  /** ISO 8601. */
  declaredAt?: string;
  requestId?: string;
}

/** A table as it was when a declaration about it was first checked. @public */
export interface TableBaseline {
  subject: string;
  table: TableRef;
  /** Iceberg's, which a table that is made anew does not keep. */
  tableUuid?: string;
  columns: { fieldId?: number; name: string; type: string }[];
  /** ISO 8601. */
  at: string;
}

/** All that drift is found from; nothing else is looked at. @public */
export interface DriftInput {
  /** Of the last observations of all accounts. */
  index: AccessIndex;
  /** The connected accounts, by the names that declarations use. */
  accounts: BlueprintAccount[];
  teams: DriftTeam[];
  declared: DeclaredSubject[];
  baselines: TableBaseline[];
}
