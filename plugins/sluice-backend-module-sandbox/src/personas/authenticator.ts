import { AuthenticationError } from '@backstage/errors';
import {
  createProxyAuthenticator,
  SignInResolver,
} from '@backstage/plugin-auth-node';
import type { Persona } from './readPersonas';

/** Names the persona in a request to sign in: the name of its `User` entity. */
export const PERSONA_HEADER = 'x-sluice-persona';

/** Takes the visitor's word for who they are, as long as it is a persona of the demo. */
export function createPersonaAuthenticator(personas: Persona[]) {
  return createProxyAuthenticator({
    defaultProfileTransform: async (persona: Persona) => ({
      profile: {
        displayName: persona.title,
      },
    }),
    initialize() {},
    async authenticate({ req }) {
      const name = req.header(PERSONA_HEADER);
      if (!name) {
        throw new AuthenticationError(
          `Nobody to sign in: name a persona in the header '${PERSONA_HEADER}'`,
        );
      }
      const persona = personas.find(known => known.name === name);
      if (!persona) {
        throw new AuthenticationError(
          `'${name}' is not a persona of the demo; sluice.sandbox.personas has ${
            personas.map(known => known.name).join(', ') || 'none'
          }`,
        );
      }
      return { result: persona };
    },
  });
}

/** Signs in as the catalog's user of that name, with what the user owns through its groups. */
export const personaSignInResolver: SignInResolver<Persona> = async (
  { result: persona },
  context,
) => {
  try {
    return await context.signInWithCatalogUser({
      entityRef: { name: persona.name },
    });
  } catch (error) {
    if ((error as Error).name !== 'NotFoundError') throw error;
    throw new AuthenticationError(
      `The catalog has no user '${persona.name}'. Just after a start it may still be reading; try again in a few seconds. Otherwise check that the user is among catalog.locations`,
      error,
    );
  }
};
