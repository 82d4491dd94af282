import {
  SluiceApi,
  sluiceJobCancelPermission,
  sluiceJobLogReadPermission,
  sluiceJobReadPermission,
  sluiceJobRunPermission,
  sluiceJobVerifyPermission,
} from '@sluice/plugin-sluice-common';
import { SluiceAccessResource } from '@sluice/plugin-sluice-node';
import { AccessSnapshot } from '../access';
import { DriftParts } from '../drift';
import { declaredByTeam } from '../drift/declaredByTeam';
import { isTerminal } from '../jobs';
import { StoredJobRun } from '../jobs/types';
import { AccessScope, Authorizer, CallerCredentials } from './Authorizer';

type AnyRequest = Parameters<Authorizer['accessScope']>[0];
type Right = 'read' | SluiceApi.JobAction;

const PERMISSIONS = {
  read: sluiceJobReadPermission,
  run: sluiceJobRunPermission,
  verify: sluiceJobVerifyPermission,
  cancel: sluiceJobCancelPermission,
  readLogs: sluiceJobLogReadPermission,
} as const;

const REFUSALS: Record<Right, string> = {
  read: 'You may see the job runs of your own teams, and of teams that read your data products',
  run: 'You may run jobs as your own teams only',
  verify:
    'You may verify the access of your own teams, and of teams that read your data products',
  cancel: 'You may cancel job runs of your own teams',
  readLogs:
    'A log may hold what the team reads, so that only members of the team may read it',
};

/** What the caller may do with the jobs of teams. */
export class JobRights {
  private constructor(
    private readonly request: AnyRequest,
    private readonly authorizer: Authorizer,
    private readonly scopes: Record<Right, AccessScope>,
    private readonly ownersByTeam: (teamRef: string) => string[],
  ) {}

  static async of(
    request: AnyRequest,
    deps: {
      authorizer: Authorizer;
      drift: Pick<DriftParts, 'stages'>;
      snapshot: AccessSnapshot;
    },
  ): Promise<JobRights> {
    const { authorizer, drift, snapshot } = deps;
    const entries = await Promise.all(
      Object.entries(PERMISSIONS).map(async ([right, permission]) => [
        right,
        await authorizer.accessScope(request, permission),
      ]),
    );
    const { declared } = await drift.stages.of(snapshot);
    const declaredTables = declaredByTeam(
      declared.map(({ declaration }) => declaration),
      snapshot,
    );
    const owners = new Map<string, string[]>();
    return new JobRights(
      request,
      authorizer,
      Object.fromEntries(entries),
      teamRef => {
        const known = owners.get(teamRef);
        if (known) return known;
        const team = snapshot.findTeam(teamRef);
        const found = ownersOf(
          [
            ...(team ? snapshot.tablesWithin(team) : []),
            ...(declaredTables.get(teamRef) ?? []),
          ],
          snapshot,
        );
        owners.set(teamRef, found);
        return found;
      },
    );
  }

  get credentials(): CallerCredentials {
    return this.scopes.read.credentials;
  }

  may(right: Right, teamRef: string): boolean {
    return this.scopes[right].allows(this.resourceOf(teamRef));
  }

  /** @throws NotAllowedError, on record */
  async require(right: Right, teamRef: string): Promise<void> {
    if (this.may(right, teamRef)) return;
    await this.authorizer.refuse(this.request, REFUSALS[right], {
      team: teamRef,
      permission: PERMISSIONS[right].name,
    });
  }

  /** What may be done for a team. */
  onTeam(teamRef: string): SluiceApi.JobAction[] {
    return (['run', 'verify', 'cancel', 'readLogs'] as const).filter(right =>
      this.may(right, teamRef),
    );
  }

  /** What may be done with a run, as it is now. */
  onRun(run: StoredJobRun): SluiceApi.JobAction[] {
    return this.onTeam(run.team).filter(
      action => action !== 'cancel' || !isTerminal(run.state),
    );
  }

  private resourceOf(teamRef: string): SluiceAccessResource {
    return { teamRef, productOwnerRefs: this.ownersByTeam(teamRef) };
  }
}

/** Owners of products of which the team reads, or is to read, something. */
function ownersOf(
  entries: { entityRef: string }[],
  snapshot: AccessSnapshot,
): string[] {
  return [
    ...new Set(
      entries.flatMap(({ entityRef }) => snapshot.productOwnersOf(entityRef)),
    ),
  ].sort();
}
