export * from './service';
export * from './world';
