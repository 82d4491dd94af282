export * from './HypotheticalChange';
