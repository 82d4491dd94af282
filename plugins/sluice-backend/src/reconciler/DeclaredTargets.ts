import { InputError } from '@backstage/errors';
import {
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
    },
  ) {}

  /** @throws InputError saying what is wrong with the declaration */
  async read(request: DeclarationRequest): Promise<DeclaredState> {
    const declaration = parseDeclaration(request.declaration);
    const subject = subjectOf(declaration);
    const facts = await this.options.facts.read(declaration);
    const wanted =
      request.kind === 'apply' ? drawBlueprint(declaration, facts) : [];
    const known = await this.options.managed.claimedBy(subject);
    const left =
      request.kind === 'apply' || known.length > 0
        ? known
        : // Never applied, or gone already: what it would have is looked at, and kept.
          drawBlueprint(declaration, facts);
    return {
      declaration,
      subject,
      facts,
      wanted,
      targets: targetsOf(wanted, left),
    };
  }
}

/** What is no longer wanted, though it was, is to go. */
function targetsOf(
  wanted: DesiredResource[],
  known: DesiredResource[],
): Target[] {
  const ids = new Set(wanted.map(({ id }) => id));
  return [
    ...wanted.map(resource => ({ resource, ensure: 'present' as const })),
    ...known
      .filter(({ id }) => !ids.has(id))
      .map(resource => ({ resource, ensure: 'absent' as const })),
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
