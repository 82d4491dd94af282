/** Of the kinds that Sluice adds to the catalog. @public */
export const SLUICE_API_VERSION = 'sluice.io/v1alpha1';
