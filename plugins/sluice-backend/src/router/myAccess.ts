import { SluiceApi } from '@sluice/plugin-sluice-common';
import { AccessSnapshot, Product, Team } from '../access';
import { AccessScope } from './Authorizer';
import { isReadable, viewTeam } from './views';

type Level = SluiceApi.AccessLevel;

/** Which data products the caller's own teams read. */
export function myAccess(options: {
  snapshot: AccessSnapshot;
  scope: AccessScope;
  ownershipEntityRefs: string[];
}): SluiceApi.MyAccess {
  const { snapshot, ownershipEntityRefs } = options;
  const teams = snapshot.teams.filter(team =>
    ownershipEntityRefs.includes(team.entityRef),
  );
  return {
    teams: teams.map(viewTeam),
    items: snapshot.products.flatMap(product =>
      itemOf(product, teams, options),
    ),
    stale: snapshot.isStale(snapshot.world.tables, teams),
  };
}

function itemOf(
  product: Product,
  teams: Team[],
  options: { snapshot: AccessSnapshot; scope: AccessScope },
): SluiceApi.MyAccessItem[] {
  const byTeam = teams
    .map(team => ({ team, level: levelOf(product, team, options) }))
    .filter(({ level }) => level !== 'none');
  if (byTeam.length === 0) return [];
  return [
    {
      productRef: product.entityRef,
      teams: byTeam.map(({ team }) => team.entityRef),
      level: best(byTeam.map(({ level }) => level)),
    },
  ];
}

/** Full only if every table of the product is; unknown only if nothing better is certain. */
function levelOf(
  product: Product,
  team: Team,
  { snapshot, scope }: { snapshot: AccessSnapshot; scope: AccessScope },
): Level {
  const answers = snapshot
    .tables([product.entityRef])
    .filter(({ entityRef }) =>
      scope.allows(snapshot.resourceOf(team.entityRef, entityRef)),
    )
    .map(entry => snapshot.accessOf(team, entry));
  if (answers.length > 0 && answers.every(({ level }) => level === 'full')) {
    return 'full';
  }
  if (answers.some(isReadable)) return 'partial';
  return answers.some(({ level }) => level === 'unknown') ? 'unknown' : 'none';
}

function best(levels: Level[]): Level {
  const order: Level[] = ['full', 'partial', 'unknown'];
  return order.find(level => levels.includes(level)) ?? 'none';
}
