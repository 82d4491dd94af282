import {
  ConflictError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { SluiceApi } from '@sluice/plugin-sluice-common';
import { AccessSnapshot, TableEntry, Team } from '../access';
import { isReadable, isVisible, viewTeam } from '../router/views';
import { PreviewConfig } from './readPreviewConfig';
import { TeamQueries } from './TeamQueries';

const DEFAULT_LIMIT = 20;
const MOST_AT_ONCE = 2;
const BYTES_PER_TERABYTE = 1_000_000_000_000;
/** The rows, and how many there are: each may scan the whole table. */
const QUERIES = 2;
const ENGINE = 'Athena';

/** Whose view of what. */
export interface Sight {
  snapshot: AccessSnapshot;
  team: Team;
  entry: TableEntry;
}

/** Rows of a table as a team reads them: read by the team's own role, and not kept. */
export class PreviewService {
  private readonly running = new Map<string, number>();

  constructor(
    private readonly options: { queries: TeamQueries; config: PreviewConfig },
  ) {}

  /** What a preview would show and cost. Reads no data. */
  async estimate(sight: Sight): Promise<SluiceApi.PreviewEstimate> {
    const { config, queries } = this.options;
    const { access, columns } = visible(sight);
    const { team, entry } = sight;
    const ofTable = entry.table.currentSnapshotBytes;
    const limit = await queries.findScanLimit({
      accountId: accountOf(team),
      region: entry.table.ref.region,
    });
    const bytes =
      ofTable && QUERIES * Math.min(ofTable, limit ?? Number.POSITIVE_INFINITY);
    return {
      team: viewTeam(team),
      tableEntityRef: entry.entityRef,
      access: `${columns.length} of ${entry.table.columns.length} columns, ${
        access.level === 'full'
          ? 'all rows'
          : 'rows that its filters let through'
      }`,
      visibleColumns: columns,
      ...(bytes !== undefined && {
        bytes,
        costUsd: (bytes / BYTES_PER_TERABYTE) * config.usdPerTerabyte,
      }),
      // A work group limits each query by itself.
      ...(limit !== undefined && { scanLimitBytes: QUERIES * limit }),
      engine: ENGINE,
      workGroup: config.workGroup,
    };
  }

  /** @throws ConflictError for more than two at a time by one user */
  async create(
    sight: Sight,
    user: string,
    limit: number = DEFAULT_LIMIT,
  ): Promise<SluiceApi.Preview> {
    const count = this.running.get(user) ?? 0;
    if (count >= MOST_AT_ONCE) {
      throw new ConflictError(
        `${MOST_AT_ONCE} previews of yours are still running; wait for one to end`,
      );
    }
    this.running.set(user, count + 1);
    try {
      return await this.read(sight, user, limit);
    } finally {
      const left = this.running.get(user)! - 1;
      if (left > 0) this.running.set(user, left);
      else this.running.delete(user);
    }
  }

  private async read(
    sight: Sight,
    user: string,
    limit: number,
  ): Promise<SluiceApi.Preview> {
    const { team, entry } = sight;
    const { access, columns } = visible(sight);
    const accountId = accountOf(team);
    const { ref } = entry.table;
    const place =
      accountId === ref.catalogId
        ? ref
        : access.links.find(link => link.catalogId === accountId);
    if (!place) {
      throw new ConflictError(
        `${team.title} has no resource link to ${ref.tableName} in account ${accountId}, so its queries cannot name the table; make the link first`,
      );
    }
    const from = `${quoted(place.databaseName)}.${quoted(place.tableName)}`;
    return this.options.queries.as(
      {
        roleArn: team.roleArn!,
        accountId,
        region: place.region,
        sessionName: sessionNameOf(user),
      },
      async run => {
        const shown = await run(
          `SELECT ${columns
            .map(quoted)
            .join(', ')} FROM ${from} LIMIT ${limit}`,
          place.databaseName,
        );
        const counted = await run(
          `SELECT count(*) FROM ${from}`,
          place.databaseName,
        );
        return {
          team: viewTeam(team),
          tableEntityRef: entry.entityRef,
          columns: shown.columns,
          rows: shown.rows,
          rowCount: Number(counted.rows[0][0]),
          queriedAt: new Date().toISOString(),
          engine: ENGINE,
          scannedBytes: shown.scannedBytes + counted.scannedBytes,
          queryIds: [shown.queryId, counted.queryId],
        };
      },
    );
  }
}

/** What may be asked for. Refuses before anything runs when that is nothing, or not known. */
function visible({ snapshot, team, entry }: Sight) {
  const name = entry.table.ref.tableName;
  if (!team.roleArn) {
    throw new ConflictError(
      `${team.title} has no job execution role yet, as which it could read; onboard the team first`,
    );
  }
  const access = snapshot.accessOf(team, entry);
  if (access.level === 'unknown') {
    throw new ServiceUnavailableError(
      `What ${team.title} reads of ${name} is not known: ${access.problems.join(
        '; ',
      )}`,
    );
  }
  if (!isReadable(access)) {
    // The last reason sums up what is missing.
    throw new NotAllowedError(
      `${team.title} can read nothing of ${name}: ${
        access.reasons.at(-1)!.text
      }`,
    );
  }
  return {
    access,
    columns: access.columns.filter(isVisible).map(column => column.name),
  };
}

/** Of a team whose role is known. */
function accountOf(team: Team): string {
  return team.roleArn!.split(':')[4];
}

function quoted(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}

/** STS takes 2 to 64 letters, digits and some signs. */
function sessionNameOf(user: string): string {
  return `sluice-${user.replace(/[^\w+=,.@-]/g, '-')}`.slice(0, 64);
}
