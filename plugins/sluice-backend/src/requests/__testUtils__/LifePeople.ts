import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AccessRequest, ApprovalStep } from '@sluice/plugin-sluice-common';
import { Caller } from '../Caller';
import { TestClock } from './agreements';

/** Groups that people are members of at first. */
const GROUPS = {
  ann: ['claims-care'],
  pat: ['patients-care'],
  /** Owns what the own team asks for. */
  bob: ['claims-care', 'patient-records'],
  olga: ['patient-records'],
  otto: ['patient-records', 'claims-office'],
  carl: ['claims-office'],
  pia: ['platform'],
  sid: [],
} satisfies Record<string, string[]>;

export type Person = keyof typeof GROUPS;
export const PERSONS = Object.keys(GROUPS) as Person[];

/** Who owns the products that serve the tables. */
const OWNERS: Record<string, string> = {
  'healthcare_db.patients': 'patient-records',
  'operations_db.staff_assignments': 'claims-office',
};

export const userOf = (person: string) => `user:default/${person}`;
const groupOf = (name: string) => `group:default/${name}`;

/**
 * People, who come and go, and what they are entitled to, told in another way
 * than the code that is tested does.
 */
export class LifePeople {
  private readonly groups = new Map<Person, Set<string>>(
    PERSONS.map(person => [person, new Set(GROUPS[person])]),
  );
  private readonly delegations: {
    from: Person;
    to: Person;
    start: number;
    end: number;
  }[] = [];

  constructor(private readonly clock: TestClock) {}

  /** Joins a group, or leaves it. */
  move(person: Person, group: string): void {
    const groups = this.groups.get(person)!;
    if (!groups.delete(group)) groups.add(group);
  }

  noteDelegation(from: Person, to: Person, minutes: number): void {
    const start = this.clock.now().getTime();
    const end = start + minutes * 60_000;
    this.delegations.push({ from, to, start, end });
  }

  callerOf(person: Person): Caller {
    return {
      user: userOf(person),
      ownershipRefs: this.refsOf(person),
      mayAdministrate: this.groups.get(person)!.has('platform'),
    };
  }

  teamOf(person: Person): string | undefined {
    const team = ['claims-care', 'patients-care'].find(each =>
      this.groups.get(person)!.has(each),
    );
    return team && groupOf(team);
  }

  /** As the catalog has it at the moment, for those who are away. */
  catalog() {
    const now = () =>
      catalogServiceMock({ entities: PERSONS.map(each => this.entity(each)) });
    return {
      ...now(),
      getEntities: (...args: any[]) => (now().getEntities as any)(...args),
      getEntitiesByRefs: (...args: any[]) =>
        (now().getEntitiesByRefs as any)(...args),
    };
  }

  auth = mockServices.auth();

  /** Whether somebody may decide a step now, whatever was decided before. */
  mayDecide(
    user: string,
    request: AccessRequest,
    { approvers }: ApprovalStep,
  ): boolean {
    const person = PERSONS.find(each => userOf(each) === user)!;
    if (approvers.kind !== 'ownersOf' || this.isOwn(person, request)) {
      return false;
    }
    const now = this.clock.now().getTime();
    const away = this.delegations
      .filter(
        ({ to, start, end }) => to === person && start <= now && now < end,
      )
      .map(({ from }) => from)
      .filter(from => !this.isOwn(from, request));
    return [person, ...away].some(who =>
      approvers.tables.every(table =>
        this.groups.get(who)!.has(OWNERS[table.split('/')[1]]),
      ),
    );
  }

  private isOwn(person: Person, { requester, team }: AccessRequest): boolean {
    return userOf(person) === requester || this.refsOf(person).includes(team);
  }

  private refsOf(person: Person): string[] {
    return [userOf(person), ...[...this.groups.get(person)!].map(groupOf)];
  }

  private entity(person: Person): Entity {
    return {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'User',
      metadata: { name: person, namespace: 'default' },
      spec: {},
      relations: [...this.groups.get(person)!].map(name => ({
        type: 'memberOf',
        targetRef: groupOf(name),
      })),
    };
  }
}
