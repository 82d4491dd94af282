/** What people call the kinds of grant that `AccessAnswer.ways` names. */
const WAYS: Record<string, string> = {
  grant: 'Grant',
  dataCellsFilter: 'Data filter',
  columnGrant: 'Columns',
  allTablesGrant: 'All tables',
  lfTagGrant: 'LF-Tags',
  accountShare: 'Account share',
  resourceLink: 'Resource link',
  iamAllowedPrincipals: 'IAM_ALLOWED_PRINCIPALS',
  allIamPrincipals: 'All principals of the account',
  dataLakeAdministrator: 'Administrator',
};

/** The name of a kind of grant; one that is not known is shown as it is. */
export function wayTitle(way: string): string {
  return WAYS[way] ?? way;
}
