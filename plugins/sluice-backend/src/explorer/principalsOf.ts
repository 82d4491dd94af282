import { SluiceApi } from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';
import { AccessScope } from '../router/Authorizer';
import { viewTeam } from '../router/views';

/** Principals that the caller may ask about, teams first. */
export function principalsOf(
  snapshot: AccessSnapshot,
  scope: AccessScope,
): SluiceApi.KnownPrincipal[] {
  const owners = [
    ...new Set(snapshot.products.flatMap(({ ownerRefs }) => ownerRefs)),
  ];
  const mayAsk = (teamRef: string) =>
    scope.allows({ teamRef, productOwnerRefs: [] }) ||
    scope.allows({ teamRef, productOwnerRefs: owners });
  const accountOf = (principal: string) => principal.split(':')[4] ?? '';
  const teams = snapshot.teams.flatMap(team =>
    team.roleArn && mayAsk(team.entityRef)
      ? [
          {
            principal: team.roleArn,
            accountId: accountOf(team.roleArn),
            team: viewTeam(team),
          },
        ]
      : [],
  );
  const others = mayAsk('')
    ? snapshot.world.index.principalArns
        .filter(arn => snapshot.teamsOf(arn).length === 0)
        .map(principal => ({ principal, accountId: accountOf(principal) }))
    : [];
  return [...teams, ...others];
}
