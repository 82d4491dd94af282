export * from './awsConnection';
