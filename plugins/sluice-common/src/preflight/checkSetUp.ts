import { AccountObservation } from '../accessModel';
import { BlueprintFacts } from '../blueprints/facts';
import { PreflightFinding } from '../changes';
import { Declaration } from '../declarations';
import { DesiredResource } from '../resources';
import { columnListsSparePartitions, namesAreKnown } from './columnLists';
import {
  crossAccountVersionSuffices,
  sharedThingsAreGoverned,
  sharesAreNotPassedToAccounts,
} from './crossAccount';
import {
  filtersAreFew,
  filtersAreForSelect,
  filtersAreOnTables,
} from './dataCellsFilters';
import {
  clustersHaveIssuers,
  onlyEmrWorksInNamespaces,
  quotasFitAJob,
} from './eksCluster';
import {
  filteredTablesHaveFitColumns,
  grantedTablesAreGoverned,
  grantedTablesAreNotOpen,
  rowFiltersSelect,
} from './grantedTables';
import {
  dataAccessRolesWork,
  locationsHaveOwnRoles,
  locationsKeepTheirRole,
  regionsAreTheSame,
  tablesAreInLocations,
} from './locations';
import { namesFit } from './names';
import {
  namespacesHaveOneVirtualCluster,
  systemNamespaceIsApart,
  teamNamespacesAreFree,
} from './namespaces';
import { grantableColumnsAreIncluded, partsStandAlone } from './partialSelect';
import { rowFiltersAreValid } from './rowFilters';
import { Check } from './setUp';
import {
  accountsShareSessionTag,
  documentsShareSessionTag,
  producersAllowConsumers,
  settingsListsAreShort,
} from './settings';
import {
  foreignTablesHaveLinks,
  grantorsHoldWhatTheyGive,
  sharesAreAccepted,
} from './sharing';

/** In the order of the rules. */
const CHECKS: readonly Check[] = [
  namesAreKnown,
  foreignTablesHaveLinks,
  sharesAreAccepted,
  locationsKeepTheirRole,
  dataAccessRolesWork,
  tablesAreInLocations,
  grantedTablesAreGoverned,
  rowFiltersAreValid,
  rowFiltersSelect,
  filteredTablesHaveFitColumns,
  filtersAreForSelect,
  filtersAreFew,
  filtersAreOnTables,
  columnListsSparePartitions,
  grantableColumnsAreIncluded,
  partsStandAlone,
  grantorsHoldWhatTheyGive,
  sharedThingsAreGoverned,
  grantedTablesAreNotOpen,
  crossAccountVersionSuffices,
  sharesAreNotPassedToAccounts,
  settingsListsAreShort,
  producersAllowConsumers,
  accountsShareSessionTag,
  documentsShareSessionTag,
  namespacesHaveOneVirtualCluster,
  systemNamespaceIsApart,
  teamNamespacesAreFree,
  clustersHaveIssuers,
  quotasFitAJob,
  onlyEmrWorksInNamespaces,
  namesFit,
  regionsAreTheSame,
  locationsHaveOwnRoles,
];

/**
 * What speaks against a set-up before anything is made. Only what is known
 * counts: without observations, rules about what is there find nothing.
 * @public
 */
export function checkSetUp(setUp: {
  declaration: Declaration;
  /** What the declaration's blueprint wants; empty if it cannot be drawn. */
  resources: readonly DesiredResource[];
  facts: BlueprintFacts;
  observed?: readonly AccountObservation[];
}): PreflightFinding[] {
  const { observed = [], ...rest } = setUp;
  return CHECKS.flatMap(check => check({ ...rest, observed }));
}
