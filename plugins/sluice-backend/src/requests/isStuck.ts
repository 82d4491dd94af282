import {
  AccessRequest,
  ApprovalStep,
  openSteps,
  RequestPolicy,
} from '@sluice/plugin-sluice-common';
import { AccessService } from '../access';
import { People } from './People';

/**
 * Whether a pending request waits for a step that too few people are left for:
 * approvers left their groups, or all of them are of the team that asks.
 */
export async function isStuck(
  request: AccessRequest,
  deps: {
    people: People;
    access: Pick<AccessService, 'current'>;
    policy: Pick<RequestPolicy, 'escalation'>;
  },
): Promise<boolean> {
  const steps = openSteps(request);
  if (steps.length === 0) return false;
  const { people, access, policy } = deps;
  const { agreement, requester, team } = request;
  const snapshot = await access.current();
  const [own, escalated] = await Promise.all([
    people.membersOf([team]),
    people.membersOf(agreement.escalatedAt ? policy.escalation?.to ?? [] : []),
  ]);
  for (const step of steps) {
    const named = await approversOf(step);
    const counted = agreement.decisions
      .filter(({ stepId }) => stepId === step.id)
      .map(each => each.onBehalfOf ?? each.by);
    const left = new Set(
      [...named, ...escalated].filter(
        user => ![requester, ...own, ...counted].includes(user),
      ),
    );
    if (left.size < step.quorum - new Set(counted).size) return true;
  }
  return false;

  async function approversOf({ approvers }: ApprovalStep): Promise<string[]> {
    if (approvers.kind === 'members') return people.membersOf(approvers.refs);
    const owners = await Promise.all(
      approvers.tables.map(table =>
        people.membersOf(snapshot.productOwnersOf(table)),
      ),
    );
    return owners.reduce((all, each) =>
      all.filter(user => each.includes(user)),
    );
  }
}
