import { ConflictError } from '@backstage/errors';
import { SluiceApi } from '@sluice/plugin-sluice-common';
import { StoredDrift } from './DriftStore';
import { whyNotKept } from './keptPermissionOf';

/** What a person may do about a difference. */
export type DriftAction = SluiceApi.DriftItem['actions'][number];

/** What the caller holds where the difference is. */
export interface DriftRights {
  /** `sluice.drift.manage` */
  manage: boolean;
  /** `sluice.plan.create` */
  plan: boolean;
}

/** One rule for what is offered and for what is accepted. */
interface Rule {
  rights: (keyof DriftRights)[];
  /** Why it cannot be done to this one, whoever asks. */
  whyNot(stored: StoredDrift): string | undefined;
}

const RULES: Record<DriftAction, Rule> = {
  repair: {
    rights: ['manage', 'plan'],
    whyNot: stored =>
      stored.drift.repair.kind === 'byHand'
        ? `No plan can repair this. ${stored.drift.repair.text}`
        : whyGone(stored),
  },
  keep: {
    rights: ['manage', 'plan'],
    whyNot: stored => whyNotKept(stored.drift) ?? whyGone(stored),
  },
  ignore: { rights: ['manage'], whyNot: whyGone },
  watch: {
    rights: ['manage'],
    whyNot: stored =>
      stored.status === 'open'
        ? 'Nobody ignores this difference'
        : whyGone(stored),
  },
};

const ACTIONS = Object.keys(RULES) as DriftAction[];

const NEEDED: Record<keyof DriftRights, string> = {
  manage:
    'Only owners of the data product and platform engineers may decide what becomes of this difference',
  plan: 'You may not make plans (sluice.plan.create); ask a platform engineer',
};

/** What the routes would accept. */
export function actionsOf(
  stored: StoredDrift,
  rights: DriftRights,
): DriftAction[] {
  return ACTIONS.filter(
    action =>
      whyNotAllowed(action, rights) === undefined &&
      RULES[action].whyNot(stored) === undefined,
  );
}

/** Why the caller may not do it at all, if so. */
export function whyNotAllowed(
  action: DriftAction,
  rights: DriftRights,
): string | undefined {
  const lacking = RULES[action].rights.find(right => !rights[right]);
  return lacking && NEEDED[lacking];
}

/** @throws ConflictError when it cannot be done to this difference now */
export function refuseUnlessPossible(
  action: DriftAction,
  stored: StoredDrift,
): void {
  const why = RULES[action].whyNot(stored);
  if (why) throw new ConflictError(why);
}

function whyGone({ status, goneAt }: StoredDrift): string | undefined {
  return status === 'gone'
    ? `This difference is gone since ${goneAt}; there is nothing to do`
    : undefined;
}
