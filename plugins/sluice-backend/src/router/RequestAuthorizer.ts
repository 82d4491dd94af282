import {
  HttpAuthService,
  PermissionsRegistryService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  AccessRequest,
  Decider,
  SluiceApi,
  sluiceRequestCreatePermission,
  sluiceRequestDecidePermission,
  sluiceRequestEndPermission,
  sluiceRequestPermissions,
  sluiceRequestReadPermission,
  sluiceRequestUpdatePermission,
} from '@sluice/plugin-sluice-common';
import { sluiceRequestResourceRef } from '@sluice/plugin-sluice-node';
import { Request } from 'express';
import { AccessService, AccessSnapshot } from '../access';
import { Asker } from '../explorer';
import { Requests } from '../requests';
import { unknownTableError } from '../requests/Terms';
import { Authorizer, CallerCredentials } from './Authorizer';
import { CatalogVisibility } from './CatalogVisibility';
import { entityRefOf } from './entityRefOf';
import { requestResourceOf } from './requestResource';

type AnyRequest = Request<any, any, any, any, any>;

/** What can be done to a request, each with a permission of its own. */
export type RequestRight = 'read' | 'update' | 'decide' | 'end';

const PERMISSION_OF = {
  read: sluiceRequestReadPermission,
  update: sluiceRequestUpdatePermission,
  decide: sluiceRequestDecidePermission,
  end: sluiceRequestEndPermission,
} as const;

const REFUSED: Record<RequestRight, string> = {
  read: 'You may not see this request',
  update: 'Only members of the team that asks may change its request',
  decide:
    'Only owners of its tables, and approvers of its steps, may decide it',
  end: 'Only the team, owners of its tables, its approvers and platform engineers may end or narrow it',
};

/** Who calls, and what of requests they may see and do. */
export interface RequestScope {
  credentials: CallerCredentials;
  /** The person, with whom they stand in for; a plugin has none. */
  decider?: Decider;
  snapshot: AccessSnapshot;
  may(right: RequestRight, request: AccessRequest): boolean;
}

/** A scope of a person. */
export type PersonalRequestScope = RequestScope & { decider: Decider };

/** Decides who sees and does what to requests. Refusals are on record. */
export class RequestAuthorizer {
  constructor(
    private readonly options: {
      httpAuth: HttpAuthService;
      permissions: PermissionsService;
      permissionsRegistry: PermissionsRegistryService;
      userInfo: UserInfoService;
      authorizer: Authorizer;
      access: AccessService;
      requests: Requests;
      visibility: CatalogVisibility;
    },
  ) {}

  /** Of anybody who may look, plugins among them. */
  async scope(req: AnyRequest): Promise<RequestScope> {
    return this.scopeOf(
      await this.options.httpAuth.credentials(req, {
        allow: ['user', 'service'],
      }),
    );
  }

  /** Of a person: plugins ask for and decide nothing by themselves. */
  async personalScope(req: AnyRequest): Promise<PersonalRequestScope> {
    const credentials = await this.options.httpAuth.credentials(req, {
      allow: ['user'],
    });
    return (await this.scopeOf(credentials)) as PersonalRequestScope;
  }

  /** The same, of an action: it has credentials, but no request. */
  async personalScopeBy(
    credentials: CallerCredentials,
  ): Promise<PersonalRequestScope> {
    if (credentials.principal.type !== 'user') {
      throw new NotAllowedError('Only people ask for access');
    }
    return (await this.scopeOf(credentials)) as PersonalRequestScope;
  }

  /**
   * @throws NotFoundError when there is no such request
   * @throws NotAllowedError unless the caller holds the right to it
   */
  async require(
    req: AnyRequest,
    scope: RequestScope,
    options: { requestId: string; right: RequestRight },
  ): Promise<AccessRequest> {
    const { requestId, right } = options;
    const request = await this.options.requests.store.get(requestId);
    if (!scope.may('read', request)) {
      await this.options.authorizer.refuse(
        req,
        'You may see the requests of your own teams, and those for your own data products',
        { requestId, permission: PERMISSION_OF.read.name },
      );
    }
    if (!scope.may(right, request)) {
      await this.options.authorizer.refuse(req, REFUSED[right], {
        requestId,
        permission: PERMISSION_OF[right].name,
      });
    }
    return request;
  }

  /** @throws NotAllowedError unless the caller may ask for access for the team */
  async requireToAsk(req: AnyRequest, teamRef: string): Promise<void> {
    const { authorizer } = this.options;
    const scope = await authorizer.accessScope(
      req,
      sluiceRequestCreatePermission,
    );
    const refuse: Asker['refuse'] = (message, meta) =>
      authorizer.refuse(req, message, meta);
    await requireTeam({ scope, refuse }, teamRef);
  }

  /** The same, of an action. */
  async requireToAskBy(
    { credentials }: RequestScope,
    teamRef: string,
  ): Promise<void> {
    await requireTeam(
      await this.options.authorizer.askerBy(
        credentials,
        sluiceRequestCreatePermission,
      ),
      teamRef,
    );
  }

  /**
   * Of a table that the catalog hides, nothing is said: not that it is there,
   * nor what its columns are called.
   * @throws InputError as for a table that does not exist
   */
  async refuseHiddenTables(
    { credentials }: RequestScope,
    terms?: SluiceApi.AskedTerms,
  ): Promise<void> {
    const refs = (terms?.tables ?? []).map(({ table }) =>
      entityRefOf(table, 'table'),
    );
    const [hidden] = await this.options.visibility.hiddenFrom(
      credentials,
      refs,
    );
    if (hidden) throw unknownTableError(hidden);
  }

  private async scopeOf(credentials: CallerCredentials): Promise<RequestScope> {
    const { permissions, permissionsRegistry, access, requests } = this.options;
    const [decisions, snapshot, decider] = await Promise.all([
      permissions.authorizeConditional(
        sluiceRequestPermissions.map(permission => ({ permission })),
        { credentials },
      ),
      access.current(),
      this.deciderOf(credentials),
    ]);
    const meets = createConditionAuthorizer(
      permissionsRegistry.getPermissionRuleset(sluiceRequestResourceRef),
    );
    return {
      credentials,
      ...(decider && { decider }),
      snapshot,
      may: (right, request) =>
        meets(
          decisions[sluiceRequestPermissions.indexOf(PERMISSION_OF[right])],
          requestResourceOf(request, {
            snapshot,
            decider,
            escalationRefs: requests.policy.escalation?.to ?? [],
          }),
        ),
    };
  }

  private async deciderOf(
    credentials: CallerCredentials,
  ): Promise<Decider | undefined> {
    if (credentials.principal.type !== 'user') return undefined;
    const { userInfo, requests } = this.options;
    const { userEntityRef, ownershipEntityRefs } = await userInfo.getUserInfo(
      credentials,
    );
    return requests.people.decider(userEntityRef, ownershipEntityRefs);
  }
}

async function requireTeam(
  { scope, refuse }: Asker,
  teamRef: string,
): Promise<void> {
  if (scope.allows({ teamRef, productOwnerRefs: [] })) return;
  await refuse(
    `You may ask for access for your own teams; you are not a member of ${teamRef}`,
    { team: teamRef, permission: sluiceRequestCreatePermission.name },
  );
}
