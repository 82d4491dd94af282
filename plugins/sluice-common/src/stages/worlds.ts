import { AccountObservation, ObservedResourceShare } from '../accessModel';
import { grantSteps } from '../consequences';
import { plannedObservations } from '../consequences/plannedObservations';
import { DeclaredSubject } from '../drift';
import { AccessIndex, createAccessIndex } from '../effectiveAccess';

/**
 * The observed tables in a world that has nothing but what declarations want.
 * Made once for all questions about one moment.
 * @public
 */
export function declaredWorld(
  index: AccessIndex,
  declared: DeclaredSubject[],
): AccessIndex {
  const wanted = new Map(
    declared.flatMap(({ resources }) =>
      resources.map(each => [each.id, each] as const),
    ),
  );
  const empty = index.observations.map(
    (observation): AccountObservation => ({
      ...withoutDoubts(observation),
      // That a part was not read says nothing of what is declared, except of tables.
      failures: observation.failures.filter(({ part }) =>
        ['databases', 'tables'].includes(part),
      ),
      permissions: [],
      filters: [],
      links: [],
      shares: [],
      invitations: [],
    }),
  );
  const steps = grantSteps({
    wanted: [...wanted.values()],
    unwanted: [],
    observed: empty,
  });
  return createAccessIndex(plannedObservations(empty, steps));
}

/**
 * What the grants of all accounts say together: as if every location were
 * registered, nothing left to IAM, and every share accepted. What was not read
 * stays not known.
 * @public
 */
export function grantedWorld(index: AccessIndex): AccessIndex {
  const stale = index.observations
    .filter(each => index.isStale(each))
    .map(({ accountId }) => accountId);
  const shares = allShares(index.observations);
  return createAccessIndex(
    index.observations.map(observation => {
      const { accountId, failures, permissions } = observation;
      return {
        ...withoutDoubts(observation),
        failures: [
          ...failures.filter(({ part }) => part !== 'shares'),
          ...(stale.includes(accountId)
            ? [
                {
                  part: 'permissions' as const,
                  message: `they were last read at ${observation.observedAt}.`,
                },
              ]
            : []),
        ],
        permissions: permissions.filter(
          ({ principal }) => principal.kind !== 'iamAllowedPrincipals',
        ),
        shares: shares.filter(
          ({ ownerAccountId }) => ownerAccountId !== accountId,
        ),
        invitations: [],
      };
    }),
  );
}

function withoutDoubts(observation: AccountObservation): AccountObservation {
  return {
    ...observation,
    tables: observation.tables.map(table => ({
      ...table,
      registration: 'lakeFormation',
    })),
  };
}

/** Every share that some permission names, and one of each account, as received. */
function allShares(
  observations: readonly AccountObservation[],
): ObservedResourceShare[] {
  return observations.flatMap(({ accountId, permissions }) => {
    const arns = new Set(
      permissions.flatMap(({ rows }) =>
        rows.flatMap(({ resourceShareArns }) => resourceShareArns),
      ),
    );
    return [...arns, accountId].map(arn => ({
      arn,
      name: arn,
      ownerAccountId: accountId,
      status: 'ACTIVE',
      direction: 'received' as const,
    }));
  });
}
