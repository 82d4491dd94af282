/** `maybe` where it depends on what is not known: a condition, a part of what is asked about. @public */
export type IamVerdict = 'yes' | 'no' | 'maybe';

const ORDER: IamVerdict[] = ['no', 'maybe', 'yes'];

/** What all of some verdicts allow. */
export function least(verdicts: IamVerdict[]): IamVerdict {
  return ORDER[Math.min(2, ...verdicts.map(each => ORDER.indexOf(each)))];
}

/** What any of some verdicts allows. */
export function most(verdicts: IamVerdict[]): IamVerdict {
  return ORDER[Math.max(0, ...verdicts.map(each => ORDER.indexOf(each)))];
}
