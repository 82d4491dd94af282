export * from './DesiredResource';
export * from './properties';
export * from './titles';
