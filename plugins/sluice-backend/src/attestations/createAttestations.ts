import { AuditorService } from '@backstage/backend-plugin-api';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { Knex } from 'knex';
import { AccessService } from '../access';
import { StageWorlds } from '../drift';
import { AttestationCollector } from './AttestationCollector';
import { AttestationStore } from './AttestationStore';
import { Proofs } from './Proofs';
import { TeamExpectations } from './TeamExpectations';

/** What the rest of the backend uses of attestations. */
export interface AttestationParts {
  store: AttestationStore;
  proofs: Proofs;
  expectations: TeamExpectations;
  collector: AttestationCollector;
}

/** Puts attestations together. Proofs are made before drift, which asks them. */
export function createAttestations(deps: {
  knex: Knex;
  store: AttestationStore;
  proofs: Proofs;
  access: Pick<AccessService, 'current'>;
  stages: StageWorlds;
  auditor: AuditorService;
  clock: SluiceClock;
  onAttested: () => void;
}): AttestationParts {
  const { store, proofs, access, stages } = deps;
  return {
    store,
    proofs,
    expectations: new TeamExpectations({ access, stages }),
    collector: new AttestationCollector(deps),
  };
}
