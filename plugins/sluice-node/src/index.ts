export * from './awsConnection';
export { readConnectedAccounts } from './connectedAccounts';
export * from './observationEvents';
export * from './sluiceApi';
