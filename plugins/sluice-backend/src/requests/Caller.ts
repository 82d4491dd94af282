import { Decider } from '@sluice/plugin-sluice-common';

/** A person who does something to requests. */
export interface Caller {
  /** Entity ref of the user. */
  user: string;
  /** The user and all their groups. */
  ownershipRefs: string[];
  /** Whether they may end and repair the access of any team. */
  mayAdministrate: boolean;
  /** Whose decisions they may take now; looked up unless it is known already. */
  delegators?: Decider['delegators'];
}
