import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';

/** @throws InputError naming the parameter that is no entity ref. */
export function entityRefOf(text: string, parameter: string): string {
  try {
    return stringifyEntityRef(parseEntityRef(text));
  } catch {
    throw new InputError(
      `The parameter '${parameter}' is '${text}', which is no full entity ref`,
    );
  }
}
