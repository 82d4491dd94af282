import {
  AccessRequest,
  ApprovalStep,
  Decider,
  EntitlementContext,
  entitlementsOf,
  isStepComplete,
  openSteps,
} from '@sluice/plugin-sluice-common';

/** Why a person can decide no step of a pending request now. */
export function whyNotEntitled(
  request: AccessRequest,
  decider: Decider,
  context: EntitlementContext,
): string {
  const { id, agreement } = request;
  const open = openSteps(request);
  // Would they be entitled if nothing had been decided, and the step were open?
  const couldDecide = (step: ApprovalStep) =>
    entitlementsOf(
      {
        ...request,
        agreement: { ...agreement, steps: [step], decisions: [] },
      },
      decider,
      context,
    ).length > 0;
  const titles = open.map(({ title }) => title).join(', ');
  if (open.some(couldDecide)) {
    return `You have decided request ${id}; it waits for somebody else: ${titles}`;
  }
  const own = agreement.steps.filter(
    step => !step.skipped && couldDecide(step),
  );
  if (own.some(step => !isStepComplete(request, step))) {
    return `Request ${id} is not for you to decide yet; it waits for others first: ${titles}`;
  }
  if (own.length > 0) {
    return `What you may decide of request ${id} is decided; it waits for others: ${titles}`;
  }
  return `You are not among those who may decide request ${id}; it waits for: ${titles}`;
}
