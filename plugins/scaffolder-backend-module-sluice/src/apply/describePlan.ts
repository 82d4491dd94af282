import { SluiceApi } from '@sluice/plugin-sluice-common';

type Action = SluiceApi.PlanStep['action'];

/** In the order in which people want to know. */
const COUNTED: [Action, string][] = [
  ['create', 'to create'],
  ['adopt', 'to adopt'],
  ['update', 'to update'],
  ['replace', 'to replace'],
  ['delete', 'to delete'],
  ['keep', 'to keep'],
  ['none', 'already as wanted'],
];

export function errorsOf({
  findings,
}: Pick<SluiceApi.Plan, 'findings'>): SluiceApi.PreflightFinding[] {
  return findings.filter(({ severity }) => severity === 'error');
}

/** The plan as lines of a log: how much, who reads what afterwards, what to know. */
export function describePlan(plan: SluiceApi.Plan): string[] {
  return [
    `Plan ${plan.id}: ${plan.title}`,
    `Steps: ${describeCounts(plan)}.`,
    ...describeConsequences(plan),
    ...plan.findings.map(describeFinding),
  ];
}

/** One line per step that does something, in the order of the plan. */
export function describeSteps(plan: SluiceApi.Plan): string[] {
  return plan.steps
    .filter(({ action }) => action !== 'none')
    .map(
      ({ action, title, account, why }) =>
        `${action} ${title} in ${account}: ${why}`,
    );
}

/** "12 to create, 3 already as wanted". */
export function describeCounts(plan: SluiceApi.Plan): string {
  const counts = COUNTED.flatMap(([action, words]) => {
    const count = plan.steps.filter(step => step.action === action).length;
    return count > 0 ? [`${count} ${words}`] : [];
  });
  return counts.join(', ') || 'none';
}

/** `V17: …; see https://…`. */
export function describeFinding({
  rule,
  severity,
  message,
  docsUrl,
}: SluiceApi.PreflightFinding): string {
  const source = docsUrl ? ` See ${docsUrl}` : '';
  return `${severity} ${rule}: ${message}${source}`;
}

/** Who reads what afterwards. */
export function describeConsequences({
  consequences,
}: Pick<SluiceApi.Plan, 'consequences'>): string[] {
  if (consequences.length === 0) return ["Nobody's access to data changes."];
  return consequences.map(({ text }) => `Access afterwards: ${text}`);
}
