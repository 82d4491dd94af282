import {
  Decision,
  Drift,
  proofFailed,
  proofOf,
  StageProof,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';
import { StageWorld } from '../drift/StageWorlds';
import { AttestationStore, AttestedTable } from './AttestationStore';
import { expectedRead, isCurrent } from './ExpectedAccess';

/** The moment that proofs are held against. */
interface Now {
  snapshot: AccessSnapshot;
  world: StageWorld;
}

/** Proofs at one moment. */
export class ProofsAt {
  private readonly byPair = new Map<string, AttestedTable[]>();

  constructor(latest: AttestedTable[], private readonly now: Now) {
    for (const each of latest) {
      const key = keyOf(each.team, each.tableRef);
      this.byPair.set(key, [...(this.byPair.get(key) ?? []), each]);
    }
  }

  /** Tables of which a job of the team read something else, by team. */
  differing(): Map<string, string[]> {
    const result = new Map<string, string[]>();
    for (const pair of this.byPair.values()) {
      const shown = this.shown(pair);
      const { team, tableRef, judged } = shown;
      if (judged.verdict !== 'differs') continue;
      if (this.currencyOf(shown) === 'no') continue;
      result.set(team, [...(result.get(team) ?? []), tableRef]);
    }
    return result;
  }

  of(teamRef: string, tableRef: string): StageProof | undefined {
    const pair = this.byPair.get(keyOf(teamRef, tableRef));
    if (!pair) return undefined;
    const { attestationId, attestedAt, judged } = this.shown(pair);
    const entry = this.now.snapshot.world.findTable(tableRef);
    return proofOf(judged, {
      attestationId,
      attestedAt,
      current: this.currencyOf({ team: teamRef, tableRef, judged }),
      tableColumns: entry?.table.columns.length ?? 0,
    });
  }

  /** Whether a grant is still the one that was proved. */
  currencyOf(
    attested: Pick<AttestedTable, 'team' | 'tableRef' | 'judged'>,
  ): Decision {
    return currencyOf(attested, this.now);
  }

  /** The last; but a run that shows nothing does not end what differs. */
  private shown(pair: AttestedTable[]): AttestedTable {
    const last = pair[pair.length - 1];
    const differing = pair.find(
      each =>
        each.judged.verdict === 'differs' && this.currencyOf(each) === 'yes',
    );
    return last.judged.verdict === 'unproved' ? differing ?? last : last;
  }
}

/** What verifications have shown, held against what teams are to read now. */
export class Proofs {
  constructor(private readonly store: Pick<AttestationStore, 'latestTables'>) {}

  async at(now: Now): Promise<ProofsAt> {
    return new ProofsAt(await this.store.latestTables(), now);
  }

  /** What is the matter by the last proof that showed anything of a grant as it is. */
  async drift(
    snapshot: AccessSnapshot,
    world: () => Promise<StageWorld>,
  ): Promise<Drift[]> {
    const latest = await this.store.latestTables();
    const differing = latest.filter(
      ({ judged }) => judged.verdict === 'differs',
    );
    if (differing.length === 0) return [];
    const now = { snapshot, world: await world() };
    return differing.flatMap(attested => {
      // While it is not known what the grant is, what was found is not gone.
      if (currencyOf(attested, now) === 'no') return [];
      const { team, attestedAt, judged } = attested;
      const { roleArn } = snapshot.findTeam(team)!;
      return proofFailed(judged, { team, attestedAt, roleArn: roleArn! }) ?? [];
    });
  }
}

function currencyOf(
  {
    team: teamRef,
    tableRef,
    judged,
  }: Pick<AttestedTable, 'team' | 'tableRef' | 'judged'>,
  now: Now,
): Decision {
  const team = now.snapshot.findTeam(teamRef);
  const entry = now.snapshot.world.findTable(tableRef);
  if (!team?.roleArn || !entry) return 'no';
  const read = expectedRead({ ...team, roleArn: team.roleArn }, entry, now);
  return isCurrent(judged.expectation, read);
}

function keyOf(teamRef: string, tableRef: string): string {
  return `${teamRef} ${tableRef}`;
}
