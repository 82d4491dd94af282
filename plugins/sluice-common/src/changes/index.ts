export * from './change';
export * from './hasSomethingToDo';
export * from './plan';
export * from './stepOrder';
export * from './writing';
