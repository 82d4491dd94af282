export { PERSONA_HEADER } from './authenticator';
export { personasAuthModule } from './module';
export { readPersonas } from './readPersonas';
export type { Persona, PersonaRole } from './readPersonas';
