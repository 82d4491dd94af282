import { ObservedStatement } from '@sluice/plugin-sluice-common';

type OneOrMany = string | string[] | undefined;

/** IAM's JSON, in which one may stand for a list of one. */
interface RawStatement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Principal?: '*' | Record<string, string | string[]>;
  NotPrincipal?: '*' | Record<string, string | string[]>;
  Action?: OneOrMany;
  NotAction?: OneOrMany;
  Resource?: OneOrMany;
  NotResource?: OneOrMany;
  Condition?: Record<string, Record<string, unknown>>;
}

/**
 * The statements of an IAM document, in one form.
 * @throws SyntaxError when it is no JSON
 */
export function statementsOf(document: string): ObservedStatement[] {
  const { Statement = [] } = JSON.parse(document) as {
    Statement?: RawStatement | RawStatement[];
  };
  return [Statement].flat().map(toStatement);
}

function toStatement(raw: RawStatement): ObservedStatement {
  const principals = raw.Principal ?? raw.NotPrincipal;
  const { AWS, ...others } =
    typeof principals === 'object' ? principals : { AWS: principals };
  const otherPrincipals = Object.values(others).flat();
  return {
    ...(raw.Sid && { sid: raw.Sid }),
    effect: raw.Effect,
    ...(AWS !== undefined && { principals: list(AWS) }),
    ...(otherPrincipals.length > 0 && {
      otherPrincipals: otherPrincipals.sort(),
    }),
    ...(raw.NotPrincipal !== undefined && { notPrincipal: true }),
    ...(raw.Action !== undefined && { actions: list(raw.Action) }),
    ...(raw.NotAction !== undefined && { notActions: list(raw.NotAction) }),
    ...(raw.Resource !== undefined && { resources: list(raw.Resource) }),
    ...(raw.NotResource !== undefined && {
      notResources: list(raw.NotResource),
    }),
    ...(raw.Condition && { conditions: conditionsOf(raw.Condition) }),
  };
}

function conditionsOf(
  raw: Record<string, Record<string, unknown>>,
): ObservedStatement['conditions'] {
  return Object.fromEntries(
    Object.entries(raw).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, values]) => [
          key,
          [values].flat().map(String).sort(),
        ]),
      ),
    ]),
  );
}

function list(values: OneOrMany): string[] {
  return [values ?? []].flat().sort();
}
