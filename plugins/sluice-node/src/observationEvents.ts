/**
 * Topic of the events service on which the backend announces that an
 * observation found something different from the one before.
 * @public
 */
export const sluiceObservationTopic = 'sluice.observation';

/** Payload of an event on {@link sluiceObservationTopic}. @public */
export interface SluiceObservationEvent {
  /** Name of the account as configured. */
  accountName: string;
  /** ISO 8601, when the observation began. */
  observedAt: string;
  /** How many things appeared, differ or are gone. */
  changed: number;
}
