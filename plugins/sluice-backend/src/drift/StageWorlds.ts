import {
  AccessIndex,
  DeclaredSubject,
  declaredWorld,
  grantedWorld,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';
import { canonicalJson, sha256 } from '../store';
import { DeclaredSubjects } from './DeclaredSubjects';
import { observedIndex } from './observedIndex';

/** The worlds that stages of access are read from. */
export interface StageWorld {
  index: AccessIndex;
  declaredWorld: AccessIndex;
  grantedWorld: AccessIndex;
  declared: DeclaredSubject[];
}

/** Makes the worlds anew only when something was observed or declared. */
export class StageWorlds {
  private last:
    | { snapshot: AccessSnapshot; digest: string; value: StageWorld }
    | undefined;

  constructor(private readonly subjects: Pick<DeclaredSubjects, 'read'>) {}

  async of(snapshot: AccessSnapshot): Promise<StageWorld> {
    const { declared } = await this.subjects.read();
    const digest = sha256(canonicalJson(declared));
    if (this.last?.snapshot !== snapshot || this.last.digest !== digest) {
      const index = observedIndex(snapshot);
      const value = {
        index,
        declaredWorld: declaredWorld(index, declared),
        grantedWorld: grantedWorld(index),
        declared,
      };
      this.last = { snapshot, digest, value };
    }
    return this.last.value;
  }
}
