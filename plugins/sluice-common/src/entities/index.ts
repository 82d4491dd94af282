export * from './AccessGrantEntityV1alpha1';
export * from './annotations';
export * from './apiVersion';
export * from './DataProductEntityV1alpha1';
export * from './names';
