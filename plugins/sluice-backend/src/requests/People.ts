import { AuthService } from '@backstage/backend-plugin-api';
import {
  Entity,
  RELATION_MEMBER_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Decider } from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { Delegations } from './Delegations';

const FIELDS = ['kind', 'metadata', 'relations'];

/** Who people are, and whom they stand in for: always as it is now. */
export class People {
  constructor(
    private readonly options: {
      catalog: CatalogService;
      auth: AuthService;
      delegations: Delegations;
      clock: SluiceClock;
    },
  ) {}

  /** A person, with those whose decisions they may take at a time. */
  async decider(
    user: string,
    ownershipRefs: string[],
    at: Date = this.options.clock.now(),
  ): Promise<Decider> {
    const active = await this.options.delegations.activeTo(user, at);
    const away = [...new Set(active.map(({ from }) => from))];
    return { user, ownershipRefs, delegators: await this.find(away) };
  }

  /** Users of these groups, and those of the refs that are users themselves. */
  async membersOf(refs: string[]): Promise<string[]> {
    if (refs.length === 0) return [];
    const { catalog } = this.options;
    const credentials = await this.credentials();
    const [members, named] = await Promise.all([
      catalog.getEntities(
        {
          filter: {
            kind: 'User',
            [`relations.${RELATION_MEMBER_OF}`]: refs,
          },
          fields: FIELDS,
        },
        { credentials },
      ),
      this.find(refs.filter(ref => ref.startsWith('user:'))),
    ]);
    return [
      ...new Set([
        ...members.items.map(entity => stringifyEntityRef(entity)),
        ...named.map(({ user }) => user),
      ]),
    ].sort();
  }

  /** Whether the catalog has a user of this ref. */
  async exists(user: string): Promise<boolean> {
    return (await this.find([user])).length > 0;
  }

  /** Users that the catalog has, with the refs that they own things by. */
  private async find(
    users: string[],
  ): Promise<{ user: string; ownershipRefs: string[] }[]> {
    if (users.length === 0) return [];
    const { items } = await this.options.catalog.getEntitiesByRefs(
      { entityRefs: users, fields: FIELDS },
      { credentials: await this.credentials() },
    );
    return items.flatMap(entity =>
      entity?.kind === 'User'
        ? [
            {
              user: stringifyEntityRef(entity),
              ownershipRefs: ownershipRefsOf(entity),
            },
          ]
        : [],
    );
  }

  private credentials() {
    return this.options.auth.getOwnServiceCredentials();
  }
}

/** As Backstage resolves them at sign-in, unless it is told otherwise. */
function ownershipRefsOf(user: Entity): string[] {
  const groups = (user.relations ?? [])
    .filter(
      ({ type, targetRef }) =>
        type === RELATION_MEMBER_OF && targetRef.startsWith('group:'),
    )
    .map(({ targetRef }) => targetRef);
  return [...new Set([stringifyEntityRef(user), ...groups])];
}
