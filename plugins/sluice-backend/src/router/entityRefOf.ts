import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';

const SHOWN_CHARACTERS = 100;

/** @throws InputError naming the parameter that is no entity ref. */
export function entityRefOf(text: string, parameter: string): string {
  try {
    return stringifyEntityRef(parseEntityRef(text));
  } catch {
    throw new InputError(
      `The parameter '${parameter}' is '${text.slice(
        0,
        SHOWN_CHARACTERS,
      )}', which is no full entity ref, such as group:default/claims-care`,
    );
  }
}
