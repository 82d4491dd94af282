import {
  DeclaredSubject,
  TableBaseline,
  tableKey,
} from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { AccessSnapshot, Team } from '../access';
import { canonicalJson, sha256 } from '../store';
import { declaredTables } from './declaredTables';

interface BaselineRow {
  subject: string;
  item: string;
  revision: string;
  document: string;
}

interface Baseline {
  subject: string;
  item: string;
  revision: string;
  document: object;
}

/** What tables and roles were when what is declared of them came true. */
export interface Baselines {
  tables: TableBaseline[];
  /** IAM's unique ids of teams' roles, by ARN. */
  roleIds: Map<string, string>;
}

/**
 * Keeps what tables and roles were at the first check of a declaration after it
 * was made true: by each change of it they are taken as they are, since whoever
 * applied that was shown them.
 */
export class DriftBaselines {
  constructor(private readonly knex: Knex) {}

  async of(options: {
    declared: DeclaredSubject[];
    snapshot: AccessSnapshot;
    /** Number of the last change of each subject that came to a good end. */
    lastChanges: Map<string, number>;
    at: string;
  }): Promise<Baselines> {
    const rows = await this.rows();
    const known = new Map(rows.map(row => [keyOf(row), row]));
    const current = drawBaselines(options);
    const added = current.filter(
      each => known.get(keyOf(each))?.revision !== each.revision,
    );
    for (const { document, ...key } of added) {
      const row = { ...key, document: JSON.stringify(document) };
      await this.knex<BaselineRow>('drift_baselines')
        .insert(row)
        .onConflict(['subject', 'item'])
        .merge();
      known.set(keyOf(row), row);
    }
    const inForce = new Set(options.declared.map(({ subject }) => subject));
    const documents = [...known.values()]
      .filter(({ subject }) => inForce.has(subject))
      .map(({ document }) => JSON.parse(document));
    return {
      tables: documents.filter(each => 'table' in each),
      roleIds: new Map(
        documents.flatMap(each =>
          'role' in each ? [[each.role, each.uniqueId] as const] : [],
        ),
      ),
    };
  }

  private rows(): Promise<BaselineRow[]> {
    return this.knex<BaselineRow>('drift_baselines').select();
  }
}

function drawBaselines(options: {
  declared: DeclaredSubject[];
  snapshot: AccessSnapshot;
  lastChanges: Map<string, number>;
  at: string;
}): Baseline[] {
  const { declared, snapshot, lastChanges, at } = options;
  return declared.flatMap(({ subject, declaration }) => {
    const revision = sha256(
      canonicalJson([declaration, lastChanges.get(subject) ?? 0]),
    );
    const tables = declaredTables(declaration, snapshot).flatMap(ref => {
      const table = snapshot.world.index.findTable(ref);
      // What was not read in full is compared with nothing.
      if (!table || table.problem) return [];
      const document: TableBaseline = {
        subject,
        table: ref,
        ...(table.tableUuid && { tableUuid: table.tableUuid }),
        columns: table.columns.map(({ fieldId, name, type }) => ({
          ...(fieldId !== undefined && { fieldId }),
          name,
          type,
        })),
        at,
      };
      return [{ subject, item: sha256(tableKey(ref)), revision, document }];
    });
    const team = snapshot.findTeam(subject);
    const isApplied = lastChanges.has(subject);
    return [
      ...tables,
      ...roleBaseline({ subject, revision, team, snapshot, isApplied }),
    ];
  });
}

/** Before Sluice changed anything of the team, the role is the one that the catalog names. */
function roleBaseline(options: {
  subject: string;
  revision: string;
  team?: Team;
  snapshot: AccessSnapshot;
  isApplied: boolean;
}): Baseline[] {
  const { subject, revision, team, snapshot, isApplied } = options;
  const role = team?.roleArn && snapshot.world.findRole(team.roleArn);
  if (!role) return [];
  const onboarded = isApplied ? undefined : team.roleUniqueId;
  return [
    {
      subject,
      item: sha256(role.arn),
      revision: sha256(`${revision} ${onboarded ?? ''}`),
      document: { role: role.arn, uniqueId: onboarded ?? role.uniqueId },
    },
  ];
}

function keyOf({ subject, item }: { subject: string; item: string }): string {
  return `${subject} ${item}`;
}
