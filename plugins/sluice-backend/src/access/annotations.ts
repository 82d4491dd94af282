/**
 * On a `Group`: `'true'` says that the team is to read data, before it has a
 * job execution role.
 */
export const ANNOTATION_CONSUMER_TEAM = 'sluice.io/consumer-team';
