import { InputError } from '@backstage/errors';
import {
  Declaration,
  DeclarationInput,
  declarationSchema,
} from '@sluice/plugin-sluice-common';

/**
 * Checks a declaration before anything is asked of the backend, and fills its
 * defaults in.
 *
 * @throws InputError that names each wrong field
 */
export function parseDeclaration(input: DeclarationInput): Declaration {
  const parsed = declarationSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );
  throw new InputError(`The input is not complete: ${problems.join('; ')}`);
}
