import { AccessRequest, Decider } from '@sluice/plugin-sluice-common';
import { SluiceRequestResource } from '@sluice/plugin-sluice-node';
import { AccessSnapshot } from '../access';

/**
 * What the permissions on requests are decided on, as things are now: owners
 * that a product got since the request was made are among them.
 *
 * @param options.decider - who asks; named as an approver by whom they stand in for
 */
export function requestResourceOf(
  request: AccessRequest,
  options: {
    snapshot: AccessSnapshot;
    decider?: Decider;
    escalationRefs: string[];
  },
): SluiceRequestResource {
  const { snapshot, decider, escalationRefs } = options;
  const { team, terms, agreement } = request;
  const productOwnerRefs = unique(
    terms.tables.flatMap(({ table }) => snapshot.productOwnersOf(table)),
  );
  const named = unique([
    ...agreement.steps.flatMap(({ approvers }) =>
      approvers.kind === 'members' ? approvers.refs : [],
    ),
    ...(agreement.escalatedAt ? escalationRefs : []),
  ]);
  const deciders = new Set([...productOwnerRefs, ...named]);
  const standsIn = decider?.delegators.some(({ ownershipRefs }) =>
    ownershipRefs.some(ref => deciders.has(ref)),
  );
  return {
    teamRef: team,
    productOwnerRefs,
    approverRefs: standsIn ? [...named, decider!.user] : named,
  };
}

function unique(refs: string[]): string[] {
  return [...new Set(refs)];
}
