import {
  AccessGrantDeclaration,
  ConsumerTeamDeclaration,
  Declaration,
  PlanStep,
  PreflightFinding,
  subjectOf,
} from '@sluice/plugin-sluice-common';
import { DeclaredState } from './DeclaredTargets';

/** Agreements that a finding names before it says "and more". */
const NAMED = 5;

/**
 * What a team reads by agreements is held by its role. Rights outlive a role
 * that goes, and would be those of whoever makes one of that name again, so the
 * agreements end first.
 */
export function agreementFindings(
  kind: 'apply' | 'remove',
  { declaration, facts, subject }: DeclaredState,
): PreflightFinding[] {
  if (declaration.kind !== 'consumerTeam') return [];
  const before = facts.declarations.find(
    (each): each is ConsumerTeamDeclaration =>
      each.kind === 'consumerTeam' && subjectOf(each) === subject,
  );
  if (!before || (kind === 'apply' && haveOneRole(before, declaration))) {
    return [];
  }
  return findingsFor(before, facts.declarations);
}

/** The same where a change is undone, which knows of steps only. */
export function undoneAgreementFindings(
  steps: readonly PlanStep[],
  declarations: readonly Declaration[],
): PreflightFinding[] {
  const gone = new Set(
    steps.flatMap(({ action, account, resource }) =>
      action === 'delete' && resource.type === 'iamRole'
        ? [`${account}/${resource.properties.name}`]
        : [],
    ),
  );
  return declarations.flatMap(each =>
    each.kind === 'consumerTeam' &&
    gone.has(`${each.account}/${each.jobExecutionRole}`)
      ? findingsFor(each, declarations)
      : [],
  );
}

function findingsFor(
  before: ConsumerTeamDeclaration,
  declarations: readonly Declaration[],
): PreflightFinding[] {
  const subject = subjectOf(before);
  const agreements = declarations.filter(
    (each): each is AccessGrantDeclaration =>
      each.kind === 'accessGrant' &&
      each.team.toLocaleLowerCase('en-US') === subject,
  );
  if (agreements.length === 0) return [];
  const names = agreements.slice(0, NAMED).map(({ grant }) => grant);
  const more = agreements.length - names.length;
  return [
    {
      rule: 'GRANTS',
      severity: 'error',
      message: `${before.team} reads by agreements (${names.join(', ')}${
        more > 0 ? ` and ${more} more` : ''
      }), whose rights are held by its role ${
        before.jobExecutionRole
      } in account ${before.account}. End these first, then plan again.`,
    },
  ];
}

function haveOneRole(
  one: ConsumerTeamDeclaration,
  other: ConsumerTeamDeclaration,
): boolean {
  return (
    one.account === other.account &&
    one.jobExecutionRole === other.jobExecutionRole
  );
}
