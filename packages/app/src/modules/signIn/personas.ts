import type { ConfigApi, IdentityApi } from '@backstage/core-plugin-api';

/** Someone a visitor of the demo can be (`sluice.sandbox.personas`). */
export interface Persona {
  /** Name of the catalog's User. */
  name: string;
  title: string;
  description: string;
  role: 'consumer' | 'owner' | 'platform' | 'auditor';
}

const STORAGE_KEY = 'sluice.persona';

/** The personas of the demo; none unless the sandbox is on. */
export function readPersonas(config: ConfigApi): Persona[] {
  if (!config.getOptionalBoolean('sluice.sandbox.enabled')) return [];
  return (config.getOptionalConfigArray('sluice.sandbox.personas') ?? []).map(
    persona => ({
      name: persona.getString('name'),
      title: persona.getString('title'),
      description: persona.getString('description'),
      role: persona.getString('role') as Persona['role'],
    }),
  );
}

/** Who this browser tab signed in as, so that a reload does not ask again. */
export function rememberedPersona(): string | undefined {
  return window.sessionStorage.getItem(STORAGE_KEY) ?? undefined;
}

/** An identity that is remembered until it signs out. */
export function remember(identity: IdentityApi, persona: string): IdentityApi {
  window.sessionStorage.setItem(STORAGE_KEY, persona);
  return {
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    getProfileInfo: () => identity.getProfileInfo(),
    async signOut() {
      window.sessionStorage.removeItem(STORAGE_KEY);
      await identity.signOut();
    },
  };
}
