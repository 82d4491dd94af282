import { InputError } from '@backstage/errors';
import {
  accessGrantFilters,
  blueprintOf,
  BlueprintError,
  BlueprintFacts,
  Declaration,
  declarationSchema,
  DesiredResource,
  subjectOf,
} from '@sluice/plugin-sluice-common';
import { z } from 'zod';
import { FactsReader } from './FactsReader';
import { ManagedResources } from './ManagedResources';
import { Target } from './stepOrder';
import { UnrecordedResources } from './UnrecordedResources';

/** A declaration that is to come true, or to be taken back. */
export interface DeclarationRequest {
  kind: 'apply' | 'remove';
  declaration: unknown;
}

/** What has to be there, or be gone, for the request to be met. */
export interface DeclaredState {
  declaration: Declaration;
  subject: string;
  facts: BlueprintFacts;
  /** Empty for what is taken back. */
  wanted: DesiredResource[];
  targets: Target[];
}

/** Tells what a declaration wants, and what is left of what it wanted before. */
export class DeclaredTargets {
  constructor(
    private readonly options: {
      facts: FactsReader;
      managed: ManagedResources;
      unrecorded: UnrecordedResources;
    },
  ) {}

  /** @throws InputError saying what is wrong with the declaration */
  async read(request: DeclarationRequest): Promise<DeclaredState> {
    const declaration = parseDeclaration(request.declaration);
    const subject = subjectOf(declaration);
    const facts = await this.options.facts.read(declaration);
    const wanted =
      request.kind === 'apply' ? drawBlueprint(declaration, facts) : [];
    const unrecorded = (await this.options.unrecorded.of(subject)).filter(
      belongsToOne,
    );
    const known = [
      ...(await this.options.managed.claimedBy(subject)),
      ...unrecorded,
    ];
    const left =
      request.kind === 'apply' || known.length > 0
        ? known
        : // Never applied, or gone already: what it would have is looked at, and kept.
          drawWhatIsLeft(declaration, facts);
    return {
      declaration,
      subject,
      facts,
      wanted,
      targets: targetsOf(wanted, left, unrecorded),
    };
  }
}

/**
 * Whether a resource is a part of what one declaration gives: no two share a
 * data cells filter, and its name is nobody else's.
 */
export function belongsToOne(resource: DesiredResource): boolean {
  return (
    resource.type === 'dataCellsFilter' ||
    (resource.type === 'lakeFormationPermission' &&
      resource.properties.resource.kind === 'dataCellsFilter')
  );
}

/** What is no longer wanted, though it was, is to go. */
function targetsOf(
  wanted: DesiredResource[],
  known: DesiredResource[],
  unrecorded: DesiredResource[],
): Target[] {
  const ids = new Set(wanted.map(({ id }) => id));
  const made = new Set(unrecorded.map(({ id }) => id));
  const left = new Map(
    known.filter(({ id }) => !ids.has(id)).map(each => [each.id, each]),
  );
  const target = (resource: DesiredResource, ensure: Target['ensure']) => ({
    resource,
    ensure,
    ...(made.has(resource.id) && { madeBySluice: true }),
  });
  return [
    ...wanted.map(resource => target(resource, 'present')),
    ...[...left.values()].map(resource => target(resource, 'absent')),
  ];
}

function parseDeclaration(value: unknown): Declaration {
  const parsed = declarationSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InputError(
    `The declaration is not valid:\n${z.prettifyError(parsed.error)}`,
  );
}

function drawBlueprint(
  declaration: Declaration,
  facts: BlueprintFacts,
): DesiredResource[] {
  try {
    return blueprintOf(declaration, facts);
  } catch (error) {
    if (error instanceof BlueprintError) throw new InputError(error.message);
    throw error;
  }
}

/** Of a grant that can no longer be drawn, since its team is gone, that is its filters. */
function drawWhatIsLeft(
  declaration: Declaration,
  facts: BlueprintFacts,
): DesiredResource[] {
  try {
    return drawBlueprint(declaration, facts);
  } catch (error) {
    if (declaration.kind !== 'accessGrant') throw error;
    return accessGrantFilters(declaration, facts);
  }
}
