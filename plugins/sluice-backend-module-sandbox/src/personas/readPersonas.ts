import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const PERSONA_ROLES = ['consumer', 'owner', 'platform', 'auditor'] as const;

/** What a persona comes to Sluice for. */
export type PersonaRole = (typeof PERSONA_ROLES)[number];

/** Somebody that a visitor of the demo can sign in as, without a password. */
export interface Persona {
  /** Name of the `User` entity in the default namespace. */
  name: string;
  /** Shown in place of the name. */
  title: string;
  /** One line: the team, and what the persona can see. */
  description: string;
  role: PersonaRole;
}

/**
 * Reads `sluice.sandbox.personas`.
 *
 * @throws InputError naming the entry and the key that is wrong.
 */
export function readPersonas(config: Config): Persona[] {
  const key = 'sluice.sandbox.personas';
  const personas = (config.getOptionalConfigArray(key) ?? []).map(
    (entry, index) => {
      const role = entry.getString('role');
      if (!isPersonaRole(role)) {
        throw new InputError(
          `${key}[${index}].role is '${role}'; expected one of ${PERSONA_ROLES.join(
            ', ',
          )}`,
        );
      }
      return {
        name: entry.getString('name'),
        title: entry.getString('title'),
        description: entry.getString('description'),
        role,
      };
    },
  );
  const names = personas.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new InputError(`${key} names '${twice}' twice`);
  return personas;
}

function isPersonaRole(role: string): role is PersonaRole {
  return PERSONA_ROLES.some(known => known === role);
}
