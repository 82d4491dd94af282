import { ConflictError } from '@backstage/errors';
import {
  AccessGrantDeclaration,
  accessGrantSchema,
  AccountObservation,
  blueprintOf,
  BlueprintError,
  BlueprintFacts,
  checkSetUp,
  DesiredResource,
  PreflightFinding,
  TableRef,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';
import {
  grantDeclarationOf,
  GrantedRequest,
  grantSubject,
} from './grantDeclaration';

/** What a grant comes to in AWS, and what speaks against it. */
export interface DrawnGrant {
  /** Empty when it cannot be drawn, as a finding says. */
  wanted: DesiredResource[];
  /** What is the grant's alone by the declaration in force, if there is one. */
  before: DesiredResource[];
  findings: PreflightFinding[];
}

/** What a grant is drawn from, beside what was observed of all. */
export interface GrantContext {
  facts: BlueprintFacts;
  /** What was observed of the tables that it is about. */
  observed: AccountObservation[];
}

/** Draws a grant as its plan will, but from what was last observed. */
export function drawGrant(
  request: GrantedRequest,
  snapshot: AccessSnapshot,
  { facts, observed }: GrantContext,
): DrawnGrant {
  const findings: PreflightFinding[] = [];
  const orFinding = <T>(draw: () => T): T | undefined => {
    try {
      return draw();
    } catch (error) {
      if (error instanceof BlueprintError || error instanceof ConflictError) {
        findings.push(refusal(error.message));
        return undefined;
      }
      throw error;
    }
  };

  const inForce = declarationInForce(request, facts);
  const before =
    (inForce && orFinding(() => ownOf(blueprintOf(inForce, facts)))) ?? [];
  const asked = orFinding(() => grantDeclarationOf(request, snapshot));
  if (!asked) return { wanted: [], before, findings };

  const { data: declaration, error } = accessGrantSchema.safeParse(asked);
  if (!declaration) {
    findings.push(
      ...error.issues.map(({ path, message }) =>
        refusal(
          `${valueAt(asked, path)} ${message}, so Sluice cannot declare it.`,
        ),
      ),
    );
    return { wanted: [], before, findings };
  }
  const wanted = orFinding(() => blueprintOf(declaration, facts)) ?? [];
  return {
    wanted,
    before,
    findings: [
      ...findings,
      ...checkSetUp({
        declaration,
        resources: wanted,
        facts,
        observed,
      }),
    ],
  };
}

/** The tables that a grant is about: those asked for, and those it has now. */
export function tablesOf(
  request: GrantedRequest,
  facts: BlueprintFacts,
): TableRef[] {
  const inForce = declarationInForce(request, facts);
  return [
    ...request.terms.tables.map(({ ref }) => ref),
    ...(inForce?.tables ?? []).flatMap(({ producerAccount, database, table }) =>
      facts.accounts
        .filter(({ name }) => name === producerAccount)
        .map(({ region, accountId }) => ({
          region,
          catalogId: accountId,
          databaseName: database,
          tableName: table,
        })),
    ),
  ];
}

function declarationInForce(
  request: GrantedRequest,
  { declarations }: BlueprintFacts,
): AccessGrantDeclaration | undefined {
  const subject = grantSubject(request);
  return declarations.find(
    (each): each is AccessGrantDeclaration =>
      each.kind === 'accessGrant' && `grant:${each.grant}` === subject,
  );
}

/**
 * The filters and SELECT on them. All else, such as links, it may share with
 * other grants, and gives no access by itself.
 */
function ownOf(resources: DesiredResource[]): DesiredResource[] {
  return resources.filter(
    resource =>
      resource.type === 'dataCellsFilter' ||
      (resource.type === 'lakeFormationPermission' &&
        resource.properties.resource.kind === 'dataCellsFilter'),
  );
}

function refusal(message: string): PreflightFinding {
  return { rule: 'GRANT', severity: 'error', message };
}

/** The part of a declaration that an issue is about, for people. */
function valueAt(declaration: unknown, path: PropertyKey[]): string {
  const value = path.reduce<unknown>(
    (part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key],
    declaration,
  );
  return typeof value === 'string' ? `"${value}"` : path.join('.');
}
