export { actionsOf } from './actionsOf';
export { arnsOf } from './arnsOf';
export { sluicePolicies, type PolicyFile } from './sluicePolicies';
