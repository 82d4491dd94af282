import {
  AccessRequest,
  applyRequestEvent,
  phaseOf,
  RecordedRequestEvent,
} from '@sluice/plugin-sluice-common';
import { isDeepStrictEqual } from 'util';
import { TEAM1_ROLE, TEAM2_ROLE } from '../../__testUtils__/healthcare';
import { grantFilterName } from '../grantDeclaration';
import { HeldGrant } from './heldGrants';
import { Life } from './Life';

const ROLES: Record<string, string> = {
  'group:default/patients-care': TEAM1_ROLE.split('/').pop()!,
  'group:default/claims-care': TEAM2_ROLE.split('/').pop()!,
};

/** What must hold of the life of agreements, whatever happens. */
export class LifeRules {
  /** Events that were looked at, by request. */
  private readonly judged = new Map<string, number>();

  constructor(private readonly life: Life) {}

  /** At any moment. */
  async violations(): Promise<string[]> {
    const violations: string[] = [];
    const agreed = new Map<string, HeldGrant[]>();
    for (const request of await this.life.requests()) {
      const versions = await this.versionsOf(request);
      if (!isDeepStrictEqual(versions[versions.length - 1], request)) {
        violations.push(`The events of ${request.id} replay to something else`);
      }
      violations.push(...this.judge(versions));
      for (const version of versions) {
        if (version.agreement.status !== 'approved') continue;
        for (const [name, grant] of filtersOf(version)) {
          agreed.set(name, [...(agreed.get(name) ?? []), grant]);
        }
      }
    }
    for (const [name, held] of Object.entries(await this.life.house.held())) {
      const isAgreed = (agreed.get(name) ?? []).some(grant =>
        isWithin(held, grant),
      );
      // Also on the way, it is one thing or the other.
      if (!isAgreed) {
        violations.push(`Nobody agreed to ${name}: ${JSON.stringify(held)}`);
      }
    }
    return violations;
  }

  /** When nothing moves: Lake Formation holds what is active, and nothing else. */
  async violationsAtRest(): Promise<string[]> {
    const violations: string[] = [];
    const now = this.life.house.clock.now().toISOString();
    const active: Record<string, HeldGrant> = {};
    for (const request of await this.life.requests()) {
      if (phaseOf(request) !== 'active') continue;
      const { startsAt, expiresAt } = request.agreement;
      if (now < startsAt! || now >= expiresAt!) {
        violations.push(`${request.id} is active beyond its time`);
      }
      for (const [name, grant] of filtersOf(request)) {
        if (active[name]) violations.push(`Two requests are active by ${name}`);
        active[name] = grant;
      }
    }
    const held = await this.life.house.held();
    for (const name of new Set([
      ...Object.keys(held),
      ...Object.keys(active),
    ])) {
      if (isDeepStrictEqual(held[name], active[name])) continue;
      violations.push(
        `Of ${name} is held ${JSON.stringify(
          held[name],
        )}, and active ${JSON.stringify(active[name])}`,
      );
    }
    return violations;
  }

  /** The request after each of its events. */
  private async versionsOf({ id }: AccessRequest): Promise<AccessRequest[]> {
    const rows = await this.life.house
      .knex('access_request_events')
      .where({ request_id: id })
      .orderBy('revision');
    const versions: AccessRequest[] = [];
    for (const row of rows) {
      const event: RecordedRequestEvent = {
        requestId: row.request_id,
        revision: row.revision,
        at: row.at,
        actor: row.actor,
        event: JSON.parse(row.document),
      };
      versions.push(applyRequestEvent(versions[versions.length - 1], event));
    }
    return versions;
  }

  /** Each decision by somebody who was entitled to it, and all that were needed. */
  private judge(versions: AccessRequest[]): string[] {
    const [{ id }] = versions;
    const seen = this.judged.get(id) ?? 0;
    this.judged.set(id, versions.length);
    return versions.flatMap((version, index) => {
      const { steps, decisions, status } = version.agreement;
      const missing = steps.filter(
        step =>
          status === 'approved' &&
          !step.skipped &&
          decisions.filter(
            ({ stepId, outcome }) =>
              stepId === step.id && outcome === 'approved',
          ).length < step.quorum,
      );
      // What was decided since the last look was decided by the people of now.
      const before = versions[index - 1]?.agreement.decisions.length ?? 0;
      const fresh = index < seen ? [] : decisions.slice(before);
      const unentitled = fresh.filter(({ by, stepId }) => {
        const step = steps.find(each => each.id === stepId)!;
        return !this.life.people.mayDecide(by, version, step);
      });
      return [
        ...missing.map(step => `${id} is approved without ${step.id}`),
        ...unentitled.map(
          ({ by, stepId }) => `${by} was not entitled to ${stepId} of ${id}`,
        ),
      ];
    });
  }
}

/** Before its SELECT comes, or after it goes, a filter gives nothing to anybody. */
function isWithin(held: HeldGrant, agreed: HeldGrant): boolean {
  return (
    isDeepStrictEqual({ ...held, roles: [] }, { ...agreed, roles: [] }) &&
    held.roles.every(role => agreed.roles.includes(role))
  );
}

function filtersOf({
  grantId,
  team,
  terms,
}: AccessRequest): [string, HeldGrant][] {
  return terms.tables.map(({ ref, columns, rowFilter }) => [
    grantFilterName(grantId, ref.tableName),
    {
      columns: columns.map(({ name }) => name),
      ...(rowFilter && { rows: rowFilter }),
      roles: [ROLES[team]],
    },
  ]);
}
