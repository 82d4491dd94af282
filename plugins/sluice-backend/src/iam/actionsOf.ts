import { DesiredResource } from '@sluice/plugin-sluice-common';
import { resourceTypes } from '../resources';

/** IAM actions, as `iam:GetRole`. */
export interface Actions {
  read: string[];
  write: string[];
}

/**
 * The actions that a resource takes of those that its type may take: AWS RAM
 * shares only what is granted to another account.
 */
export function actionsOf(
  resource: DesiredResource,
  { accountId }: { accountId: string },
): Actions {
  const { read, write } = resourceTypes[resource.type].actions;
  const staysInAccount =
    resource.type === 'lakeFormationPermission' &&
    accountOf(resource.properties.principal) === accountId;
  return {
    read: [...read],
    write: write.filter(
      action => !(staysInAccount && action.startsWith('ram:')),
    ),
  };
}

/** Of a principal as Lake Formation spells it: an account id or an ARN. */
function accountOf(principal: string): string {
  return principal.startsWith('arn:') ? principal.split(':')[4] : principal;
}
