export {
  checkDriftSoon,
  createDrift,
  startDrift,
  type DriftParts,
} from './createDrift';
export { declaredTables } from './declaredTables';
export {
  actionsOf,
  refuseUnlessPossible,
  whyNotAllowed,
  type DriftAction,
  type DriftRights,
} from './driftActions';
export { DriftCounts } from './DriftCounts';
export { describeRepair } from './DriftRepairs';
export { DriftStore, type StoredDrift } from './DriftStore';
export { tableOf } from './driftTable';
export { StageWorlds, type StageWorld } from './StageWorlds';
