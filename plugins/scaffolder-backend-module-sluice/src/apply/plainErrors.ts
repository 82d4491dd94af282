import { ResponseError } from '@backstage/errors';

/**
 * Does something with the API and throws what the backend said, where the API
 * client would throw "Request failed with 400 Bad Request": the message is all
 * that the log of a task shows.
 */
export async function withPlainErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ResponseError ? error.cause : error;
  }
}
