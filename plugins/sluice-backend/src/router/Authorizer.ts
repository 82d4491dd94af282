import {
  AuditorService,
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
  HttpAuthService,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import { JsonObject } from '@backstage/types';
import {
  RESOURCE_TYPE_SLUICE_ACCESS,
  sluiceAccessReadPermission,
} from '@sluice/plugin-sluice-common';
import {
  SluiceAccessResource,
  sluiceAccessResourceRef,
} from '@sluice/plugin-sluice-node';
import { Request } from 'express';
import type { Asker } from '../explorer';

type AnyRequest = Request<any, any, any, any, any>;

/** A user, or a plugin that acts for one or for itself. */
export type CallerCredentials = BackstageCredentials<
  BackstageUserPrincipal | BackstageServicePrincipal
>;

/** A permission that is decided on a team's access to a table. */
type AccessPermission = ResourcePermission<typeof RESOURCE_TYPE_SLUICE_ACCESS>;

/** What the caller may see of teams' access. */
export interface AccessScope {
  credentials: CallerCredentials;
  allows(resource: SluiceAccessResource): boolean;
}

/**
 * Decides who gets an answer. Every refusal leaves an audit event that says
 * who asked for what.
 */
export class Authorizer {
  constructor(
    private readonly options: {
      httpAuth: HttpAuthService;
      permissions: PermissionsService;
      permissionsRegistry: PermissionsRegistryService;
      auditor: AuditorService;
    },
  ) {}

  /** @throws NotAllowedError unless the caller holds the permission. */
  async require(
    request: AnyRequest,
    permission: BasicPermission,
  ): Promise<CallerCredentials> {
    const credentials = await this.callerOf(request);
    if (!(await this.holds(credentials, permission))) {
      await this.refuse(request, `You lack the permission ${permission.name}`, {
        permission: permission.name,
      });
    }
    return credentials;
  }

  /** Whether somebody holds a permission: for what is shown to some only. */
  async holds(
    credentials: CallerCredentials,
    permission: BasicPermission,
  ): Promise<boolean> {
    const [{ result }] = await this.options.permissions.authorize(
      [{ permission }],
      { credentials },
    );
    return result === AuthorizeResult.ALLOW;
  }

  /**
   * What the caller holds of a permission on teams' access; conditions are
   * applied in memory.
   */
  async accessScope(
    request: AnyRequest,
    permission: AccessPermission = sluiceAccessReadPermission,
  ): Promise<AccessScope> {
    return this.scopeOf(await this.callerOf(request), permission);
  }

  /** Somebody who asks about access, and whose refusals get on record. */
  async asker(request: AnyRequest): Promise<Asker> {
    return {
      scope: await this.accessScope(request),
      refuse: (message, meta) => this.refuse(request, message, meta),
    };
  }

  /** The same, of an action: it has credentials, but no request. */
  async askerBy(
    credentials: CallerCredentials,
    permission: AccessPermission = sluiceAccessReadPermission,
  ): Promise<Asker> {
    const { principal } = credentials;
    const by =
      principal.type === 'user' ? principal.userEntityRef : principal.subject;
    return {
      scope: await this.scopeOf(credentials, permission),
      refuse: (message, meta) =>
        this.refuse(undefined, message, { ...meta, by }),
    };
  }

  /** The same, of a user: a plugin has no teams of its own. */
  async userAccessScope(request: AnyRequest): Promise<AccessScope> {
    return this.scopeOf(
      await this.options.httpAuth.credentials(request, { allow: ['user'] }),
      sluiceAccessReadPermission,
    );
  }

  /** @throws NotAllowedError unless the caller is another plugin on its own behalf. */
  async requireService(request: AnyRequest): Promise<void> {
    const credentials = await this.callerOf(request);
    if (credentials.principal.type !== 'service') {
      await this.refuse(request, 'Only other plugins may read this', {
        allowed: 'service',
      });
    }
  }

  /** Records that the caller was refused, and refuses. */
  async refuse(
    request: AnyRequest | undefined,
    message: string,
    meta: JsonObject,
  ): Promise<never> {
    const error = new NotAllowedError(message);
    const event = await this.options.auditor.createEvent({
      eventId: 'access-refused',
      severityLevel: 'medium',
      ...(request && { request }),
      meta,
    });
    await event.fail({ error });
    throw error;
  }

  private async scopeOf(
    credentials: CallerCredentials,
    permission: AccessPermission,
  ): Promise<AccessScope> {
    const [decision] = await this.options.permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    const meets = createConditionAuthorizer(
      this.options.permissionsRegistry.getPermissionRuleset(
        sluiceAccessResourceRef,
      ),
    );
    const answers = new Map<string, boolean>();
    return {
      credentials,
      allows: resource => {
        // A matrix asks for thousands of cells that differ in few ways.
        const key = [resource.teamRef, ...resource.productOwnerRefs].join(' ');
        let answer = answers.get(key);
        if (answer === undefined) {
          answer = meets(decision, resource);
          answers.set(key, answer);
        }
        return answer;
      },
    };
  }

  private callerOf(request: AnyRequest): Promise<CallerCredentials> {
    return this.options.httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
  }
}
