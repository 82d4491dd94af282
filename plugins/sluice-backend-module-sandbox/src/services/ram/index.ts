import { SandboxService } from '../../core';
import { invitationOperations } from './invitations';
import { resourceShareOperations } from './resourceShares';

export * from './lakeFormationShares';
export { offeredShares } from './shares';
export type { Share, SharedResource } from './shares';

/** AWS RAM as far as sharing of Lake Formation resources between accounts needs it. */
export const ramService: SandboxService = {
  id: 'RAM',
  operations: { ...resourceShareOperations, ...invitationOperations },
};
