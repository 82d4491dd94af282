export * from './awsConnection';
export * from './clock';
export { readConnectedAccounts } from './connectedAccounts';
export * from './observationEvents';
export * from './permissions';
export * from './requestPermissions';
export * from './sluiceApi';
