export * from './awsConnection';
export { readConnectedAccounts } from './connectedAccounts';
export * from './observationEvents';
export * from './permissions';
export * from './sluiceApi';
