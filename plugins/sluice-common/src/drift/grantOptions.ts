import { LfPermission } from '../accessModel';
import { push } from '../effectiveAccess/indexKeys';
import { titleOfResource } from '../resources';
import { driftOf } from './driftOf';
import { expectedReaders } from './excess';
import { Drift } from './types';
import { WantedGrant, whoIs } from './wantedGrants';
import { World } from './World';

/**
 * Declared rights that their holders may pass on to others, though that is not
 * declared: whom they open the table to is then out of everybody's hands.
 */
export function findGrantOptions(world: World, grants: WantedGrant[]): Drift[] {
  const silent = expectedReaders(world);
  return [...byPermission(grants).values()].flatMap(same => {
    const [{ wanted, account, found }] = same;
    const { principal } = wanted.resource.properties;
    if (!found || silent.has(principal)) return [];
    const beyond = notDeclared(found.grantable, same);
    if (beyond.length === 0) return [];
    const table = world.tableOf(wanted);
    const words = beyond.join(', ');
    const title = titleOfResource('lakeFormationPermission', {
      principal,
      resource: found.resource,
      permissions: found.permissions,
      grantable: [],
    });
    return [
      driftOf(world, {
        cause: 'mayPassOn',
        direction: 'excess',
        accountId: account.accountId,
        principal,
        subject: wanted.subject,
        identity: found.id,
        ...(table && { table }),
        declared: `no grant option for ${words}`,
        found: `${words} with grant option`,
        text: `${whoIs(
          world,
          principal,
        )} may pass on ${words} to others, which is not declared: ${title}.`,
        rows: found.rows,
        repair: {
          kind: 'byHand',
          // A plan revokes a permission as a whole, and the team would stand without.
          text: `In account ${account.accountName}, revoke the grant option of ${words} from ${principal} and leave the permission itself: ${title}. Look whom it was passed on to.`,
        },
      }),
    ];
  });
}

/** Several declarations may want something of one and the same permission. */
function byPermission(grants: WantedGrant[]): Map<string, WantedGrant[]> {
  const found = new Map<string, WantedGrant[]>();
  for (const grant of grants) {
    if (!grant.found) continue;
    push(found, `${grant.account.accountName} ${grant.found.id}`, grant);
  }
  return found;
}

function notDeclared(
  held: readonly LfPermission[],
  grants: WantedGrant[],
): LfPermission[] {
  const declared = new Set(
    grants.flatMap(({ wanted }) => wanted.resource.properties.grantable),
  );
  return declared.has('ALL') ? [] : held.filter(word => !declared.has(word));
}
