import { catalogNameOf } from '../catalogs';
import { error, shortened, warning } from '../propertyRules';
import { JobProblem, SparkProfile } from '../types';
import { UNKNOWN } from './LocatedText';

type Problem = Pick<JobProblem, 'rule' | 'severity' | 'message'>;

/** What one may read about an Iceberg table, beside the table (V9). */
const METADATA_TABLES = new Set([
  'history',
  'metadata_log_entries',
  'snapshots',
  'files',
  'manifests',
  'refs',
]);
/** The others that Iceberg has. */
const CLOSED_METADATA_TABLES = new Set([
  'all_data_files',
  'all_delete_files',
  'all_entries',
  'all_files',
  'all_manifests',
  'data_files',
  'delete_files',
  'entries',
  'partitions',
  'position_deletes',
]);

/** V9: a table by its name in parts, `catalog.database.table.metadata`. */
export function tableNameProblem(
  parts: string[],
  profile: SparkProfile,
): Problem | undefined {
  if (parts.length < 3) return undefined;
  const own = catalogNameOf(profile);
  const [first] = parts;
  const last = parts.at(-1)!.toLowerCase();
  const isMetadata =
    METADATA_TABLES.has(last) || CLOSED_METADATA_TABLES.has(last);
  const isKnown = !first.includes(UNKNOWN);
  // `db.table.files` is metadata without a catalog, `dev.db.files` a table.
  const hasCatalog =
    first === own || parts.length > 3 || !isMetadata || !isKnown;
  if (hasCatalog && isKnown && first !== own) {
    return catalogProblem(first, profile);
  }
  const rest = hasCatalog ? parts.slice(1) : parts;
  if (rest.length < 3 || !CLOSED_METADATA_TABLES.has(last)) return undefined;
  return error(
    'V9',
    `Metadata table ${shortened(
      last,
    )} is closed under fine-grained access control. Read one of ${[
      ...METADATA_TABLES,
    ].join(', ')} instead.`,
  );
}

/** V9: a catalog by its name. */
export function catalogProblem(
  catalog: string,
  profile: SparkProfile,
): Problem | undefined {
  const own = catalogNameOf(profile);
  if (catalog === own || catalog.includes(UNKNOWN)) return undefined;
  const other: SparkProfile = profile === 'seed' ? 'documented' : 'seed';
  return error(
    'V9',
    `Catalog ${shortened(
      catalog,
    )} is not there: a run with the profile "${profile}" has its Iceberg tables in ${own}. ${
      catalog === catalogNameOf(other)
        ? `Leave the catalog out, or run the script with the profile "${other}".`
        : 'Leave the catalog out, or name that one.'
    }`,
  );
}

/** V9: a stored procedure, `system.rollback_to_snapshot`. */
export function procedureProblem(name: string): Problem {
  const procedure = name.toLowerCase();
  return /^(?:register_table|migrate)$/.test(procedure)
    ? error(
        'V9',
        `Procedure ${procedure} is never taken under fine-grained access control. Leave it out.`,
      )
    : warning(
        'V9',
        `Procedure ${
          procedure.includes(UNKNOWN) ? 'calls' : shortened(procedure)
        } can work only on tables that are not registered with Lake Formation, and a team's tables are. Leave it to those who own the table.`,
      );
}
