export * from './change';
export * from './plan';
export * from './stepOrder';
export * from './writing';
