export * from './stagesOf';
export * from './types';
export { declaredWorld, grantedWorld } from './worlds';
