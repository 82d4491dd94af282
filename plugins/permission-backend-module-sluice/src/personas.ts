import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** Who has rights beyond their own teams and products, as full entity refs. */
export interface Personas {
  auditors: string[];
  platformEngineers: string[];
}

/**
 * Reads `sluice.permission`.
 *
 * @throws InputError naming an entry that is no entity ref.
 */
export function readPersonas(config: Config): Personas {
  return {
    auditors: readRefs(config, 'sluice.permission.auditors'),
    platformEngineers: readRefs(config, 'sluice.permission.platformEngineers'),
  };
}

function readRefs(config: Config, key: string): string[] {
  return (config.getOptionalStringArray(key) ?? []).map(ref => {
    try {
      return stringifyEntityRef(parseEntityRef(ref, { defaultKind: 'group' }));
    } catch {
      throw new InputError(
        `${key} holds '${ref}', which is no entity ref; expected one such as 'group:default/audit'`,
      );
    }
  });
}
