import { CallerCredentials } from './Authorizer';

/** Who did something, as it is kept: an entity ref, or the name of a plugin. */
export function callerName({ principal }: CallerCredentials): string {
  return principal.type === 'user'
    ? principal.userEntityRef
    : principal.subject;
}
