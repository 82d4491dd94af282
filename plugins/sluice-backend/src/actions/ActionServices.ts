import {
  AuditorService,
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { Explorer } from '../explorer';
import { Requests } from '../requests';
import { Authorizer, CallerCredentials } from '../router/Authorizer';
import { RequestAuthorizer } from '../router/RequestAuthorizer';

/** What actions do their work with: the same as routes do. */
export interface ActionServices {
  auditor: AuditorService;
  auth: AuthService;
  authorizer: Authorizer;
  explorer: Explorer;
  requestAuthorizer: RequestAuthorizer;
  requests: Requests;
  userInfo: UserInfoService;
}

/** @throws NotAllowedError unless a user or a plugin calls */
export function callerOf(
  { auth }: Pick<ActionServices, 'auth'>,
  credentials: BackstageCredentials,
): CallerCredentials {
  if (
    auth.isPrincipal(credentials, 'user') ||
    auth.isPrincipal(credentials, 'service')
  ) {
    return credentials as CallerCredentials;
  }
  throw new NotAllowedError('Sign in to ask Sluice something');
}
