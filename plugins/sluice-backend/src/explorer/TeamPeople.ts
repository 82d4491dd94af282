import { AuthService } from '@backstage/backend-plugin-api';
import {
  RELATION_MEMBER_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { SluiceApi } from '@sluice/plugin-sluice-common';

/** Of a team; the others are counted. */
const MAX_PEOPLE = 100;

/** Members of some teams. */
export interface PeopleOfTeams {
  of(teamRef: string): { people: SluiceApi.PersonInTeam[]; count: number };
}

/** Who the members of teams are, as the catalog has them now. */
export class TeamPeople {
  constructor(
    private readonly options: { catalog: CatalogService; auth: AuthService },
  ) {}

  /** Entity refs of the groups that a person is a member of. */
  async groupsOf(userRef: string): Promise<string[]> {
    const { catalog, auth } = this.options;
    const user = await catalog.getEntityByRef(userRef, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    return (user?.relations ?? [])
      .filter(({ type }) => type === RELATION_MEMBER_OF)
      .map(({ targetRef }) => targetRef);
  }

  async find(teamRefs: string[]): Promise<PeopleOfTeams> {
    const refs = [...new Set(teamRefs)];
    const byTeam = new Map<string, SluiceApi.PersonInTeam[]>();
    if (refs.length > 0) {
      const { catalog, auth } = this.options;
      const { items } = await catalog.getEntities(
        {
          filter: { kind: 'User', [`relations.${RELATION_MEMBER_OF}`]: refs },
          fields: ['kind', 'metadata', 'relations', 'spec.profile.displayName'],
        },
        { credentials: await auth.getOwnServiceCredentials() },
      );
      for (const entity of items) {
        const profile = entity.spec?.profile as
          | { displayName?: string }
          | undefined;
        const person = {
          entityRef: stringifyEntityRef(entity),
          title:
            profile?.displayName ??
            entity.metadata.title ??
            entity.metadata.name,
        };
        for (const { type, targetRef } of entity.relations ?? []) {
          if (type !== RELATION_MEMBER_OF) continue;
          byTeam.set(targetRef, [...(byTeam.get(targetRef) ?? []), person]);
        }
      }
    }
    return {
      of: teamRef => {
        const people = (byTeam.get(teamRef) ?? []).sort((a, b) =>
          a.title.localeCompare(b.title, 'en'),
        );
        return {
          people: people.slice(0, MAX_PEOPLE),
          count: people.length,
        };
      },
    };
  }
}
