import type { SluiceApi } from '@sluice/plugin-sluice-common';

/** An answer; undefined for nothing; or it may be on a page that is not here. */
export type Side = SluiceApi.AccessAnswer | undefined | 'notListed';

export interface ComparedAnswer {
  key: string;
  /** Either one, for its names. */
  answer: SluiceApi.AccessAnswer;
  now: Side;
  then: Side;
  differs: boolean;
}

/** What differs comes first; whoever is on one page only may be on another. */
export function compareAnswers(
  before: SluiceApi.AccessAnswers,
  after: SluiceApi.AccessAnswers,
): ComparedAnswer[] {
  const keys = new Map(
    [...before.items, ...after.items].map(answer => [keyOf(answer), answer]),
  );
  return [...keys]
    .map(([key, answer]) => {
      const now = sideOf(before, key);
      const then = sideOf(after, key);
      return { key, answer, now, then, differs: isOther(now, then) };
    })
    .sort((a, b) => Number(b.differs) - Number(a.differs));
}

function sideOf(
  { items, nextCursor }: SluiceApi.AccessAnswers,
  key: string,
): Side {
  const found = items.find(each => keyOf(each) === key);
  return found ?? (nextCursor ? 'notListed' : undefined);
}

function isOther(now: Side, then: Side): boolean {
  if (now === 'notListed' || then === 'notListed') return false;
  return now?.level !== then?.level || now?.text !== then?.text;
}

function keyOf({
  principal,
  team,
  tableEntityRef,
}: SluiceApi.AccessAnswer): string {
  return [principal, team?.entityRef, tableEntityRef].join(' ');
}
