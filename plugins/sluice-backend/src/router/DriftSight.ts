import {
  Drift,
  sluiceAccountReadPermission,
  sluiceDriftManagePermission,
  sluicePlanCreatePermission,
} from '@sluice/plugin-sluice-common';
import { Request } from 'express';
import { AccessSnapshot } from '../access';
import { DriftRights, StoredDrift, tableOf } from '../drift';
import { AccessScope, Authorizer, CallerCredentials } from './Authorizer';
import { CatalogVisibility } from './CatalogVisibility';

/** Which differences a caller may see, and what the caller may do about them. */
export class DriftSight {
  private constructor(
    readonly credentials: CallerCredentials,
    private readonly parts: {
      snapshot: AccessSnapshot;
      visibility: CatalogVisibility;
      read: AccessScope;
      manage: AccessScope;
      seesAccounts: boolean;
      plans: boolean;
    },
  ) {}

  static async of(
    request: Request<any, any, any, any, any>,
    options: {
      authorizer: Authorizer;
      visibility: CatalogVisibility;
      snapshot: AccessSnapshot;
    },
  ): Promise<DriftSight> {
    const { authorizer } = options;
    const read = await authorizer.accessScope(request);
    const { credentials } = read;
    const [manage, seesAccounts, plans] = await Promise.all([
      authorizer.accessScope(request, sluiceDriftManagePermission),
      authorizer.holds(credentials, sluiceAccountReadPermission),
      authorizer.holds(credentials, sluicePlanCreatePermission),
    ]);
    return new DriftSight(credentials, {
      ...options,
      read,
      manage,
      seesAccounts,
      plans,
    });
  }

  /** Why an account was not read is for those who look after accounts. */
  get seesAccounts(): boolean {
    return this.parts.seesAccounts;
  }

  /** Those that the caller may see. What is hidden in the catalog is hidden here, too. */
  async visible(stored: StoredDrift[]): Promise<StoredDrift[]> {
    const { read, seesAccounts, snapshot, visibility } = this.parts;
    const allowed = stored.filter(
      ({ drift }) =>
        read.allows(this.resourceOf(drift)) || (!drift.table && seesAccounts),
    );
    const refOf = (drift: Drift) => tableOf(drift, snapshot)?.entityRef ?? '';
    const hidden = await visibility.hiddenFrom(
      this.credentials,
      allowed.map(({ drift }) => refOf(drift)).filter(Boolean),
    );
    return allowed.filter(({ drift }) => !hidden.has(refOf(drift)));
  }

  rightsOn(drift: Drift): DriftRights {
    const { manage, plans } = this.parts;
    return { manage: manage.allows(this.resourceOf(drift)), plan: plans };
  }

  /** Somebody who is no team, and an account, which is nobody's product. */
  private resourceOf(drift: Drift) {
    const table = tableOf(drift, this.parts.snapshot);
    return this.parts.snapshot.resourceOf(
      drift.team ?? '',
      table?.entityRef ?? '',
    );
  }
}
