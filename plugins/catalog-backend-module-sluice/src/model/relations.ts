/** From an AccessGrant to the team that has it. @public */
export const RELATION_GRANTS_TO = 'grantsTo';
/** From a team to its AccessGrants. @public */
export const RELATION_HAS_GRANT = 'hasGrant';

/** From an AccessGrant to the table it is on. @public */
export const RELATION_GRANTS_ON = 'grantsOn';
/** From a table to the AccessGrants on it. @public */
export const RELATION_ACCESS_GRANTED_BY = 'accessGrantedBy';

/** From an AccessGrant to the data product that serves the table. @public */
export const RELATION_GRANTED_THROUGH = 'grantedThrough';
/** From a data product to the AccessGrants on its tables. @public */
export const RELATION_PROVIDES_ACCESS_VIA = 'providesAccessVia';

/** From an AccessGrant to those who approved an agreement that it rests on. @public */
export const RELATION_APPROVED_BY = 'approvedBy';
/** From a user to the AccessGrants that they approved. @public */
export const RELATION_APPROVER_OF = 'approverOf';

/**
 * From a team to a table of which it can read something. Absent when it reads
 * nothing, and when that is unknown.
 * @public
 */
export const RELATION_HAS_ACCESS_TO = 'hasAccessTo';
/** From a table to the teams that can read something of it. @public */
export const RELATION_ACCESSIBLE_TO = 'accessibleTo';
