import { ObservedPrincipalPolicies, ObservedStatement } from '../accessModel';
import { pathOfArn } from './places';

/** What of a principal's policies may be about reading files of tables. */
export function onlyS3(
  policies: ObservedPrincipalPolicies,
): ObservedPrincipalPolicies {
  const statements = policies.policies
    .flatMap(each => each.statements)
    .filter(mayBeS3)
    .flatMap(withoutMetadata);
  const hasAllow = statements.some(({ effect }) => effect === 'Allow');
  return {
    ...policies,
    policies: [
      {
        name: 'S3',
        statements: statements.filter(
          ({ effect }) => hasAllow || effect === 'Deny',
        ),
      },
    ],
  };
}

/** Iceberg's metadata files hold no rows; Sluice's own role reads them. */
function withoutMetadata(statement: ObservedStatement): ObservedStatement[] {
  const { effect, resources } = statement;
  if (effect === 'Deny' || !resources) return [statement];
  const others = resources.filter(each => !each.endsWith('.metadata.json'));
  return others.length > 0 ? [{ ...statement, resources: others }] : [];
}

function mayBeS3({ actions }: ObservedStatement): boolean {
  // NotAction may mean anything.
  return (
    actions === undefined ||
    actions.some(each => /^(s3:|[^:]*[*?])/i.test(each))
  );
}

/** The literal beginnings of what a statement allows; an empty one is everything. */
export function prefixesOf({ effect, resources }: ObservedStatement): string[] {
  if (effect === 'Deny') return [];
  return (resources ?? ['*']).flatMap(arn => {
    const path = pathOfArn(arn);
    if (path !== undefined) return [path.split(/[*?]|\$\{/, 1)[0]];
    return /[*?]|\$\{/.test(arn) ? [''] : [];
  });
}

/** Whether policies may decide on principals with the same statements differently. */
export function asksForArn(policies: object): boolean {
  return /aws:PrincipalArn/i.test(JSON.stringify(policies));
}
