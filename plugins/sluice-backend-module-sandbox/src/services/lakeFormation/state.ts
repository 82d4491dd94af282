import type {
  DataCellsFilter,
  DataLakeSettings,
  LakeFormationOptInsInfo,
  LFTagExpression,
  ResourceInfo,
} from '@aws-sdk/client-lakeformation';
import { SandboxWorld } from '../../core';
import { PermissionStore } from './permissionStore';
import { TableName, tableKey } from './resources';

/** Lake Formation of one account in one region. */
export interface LakeFormationState {
  settings: DataLakeSettings;
  /** Registered S3 locations, by ARN. */
  locations: Map<string, ResourceInfo>;
  permissions: PermissionStore;
  /** Data cells filters, by table key and name. */
  filters: Map<
    string,
    Map<string, Required<Pick<DataCellsFilter, 'Name'>> & DataCellsFilter>
  >;
  /** Values of each LF-Tag key of this catalog. */
  tags: Map<string, string[]>;
  /** LF-Tags on catalog objects: object key → tag key → value. */
  assignedTags: Map<string, Map<string, string>>;
  /** Saved LF-Tag expressions, by name. */
  tagExpressions: Map<string, LFTagExpression>;
  optIns: Map<string, LakeFormationOptInsInfo>;
}

const LAKE_FORMATION = {
  id: 'lakeFormation',
  create: (): LakeFormationState => ({
    settings: defaultSettings(),
    locations: new Map(),
    permissions: new PermissionStore(),
    filters: new Map(),
    tags: new Map(),
    assignedTags: new Map(),
    tagExpressions: new Map(),
    optIns: new Map(),
  }),
};

/** A fresh account leaves every access decision to IAM. */
function defaultSettings(): DataLakeSettings {
  const iamDecides = () => [
    {
      Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' },
      Permissions: ['ALL' as const],
    },
  ];
  return {
    DataLakeAdmins: [],
    ReadOnlyAdmins: [],
    CreateDatabaseDefaultPermissions: iamDecides(),
    CreateTableDefaultPermissions: iamDecides(),
    Parameters: { CROSS_ACCOUNT_VERSION: '4' },
    TrustedResourceOwners: [],
    AllowExternalDataFiltering: false,
    AllowFullTableExternalDataAccess: false,
    ExternalDataFilteringAllowList: [],
    AuthorizedSessionTagValueList: [],
  };
}

/** Lake Formation's state of an account in a region; made on first use. */
export function lakeFormationState(
  world: SandboxWorld,
  accountId: string,
  region: string,
): LakeFormationState {
  return world.slice(LAKE_FORMATION, accountId, region);
}

/** Accounts and regions of which Lake Formation holds anything. */
export function lakeFormationScopes(world: SandboxWorld) {
  return world.scopesOf(LAKE_FORMATION);
}

/**
 * A data cells filter by its name: the receiving account's own one on a shared
 * table, or else the one of the account that owns the table.
 *
 * @param accountId - whose grant or question names the filter
 */
export function findFilter(
  world: SandboxWorld,
  region: string,
  filter: TableName & { filterName: string },
  accountId: string,
): DataCellsFilter | undefined {
  return [accountId, filter.catalogId]
    .map(account =>
      lakeFormationState(world, account, region)
        .filters.get(tableKey(filter))
        ?.get(filter.filterName),
    )
    .find(found => found !== undefined);
}
