import type { ResponseError } from '@backstage/errors';

function statusOf(error: Error): number | undefined {
  return (error as Partial<ResponseError>).response?.status;
}

function isNamed(error: Error, name: string): boolean {
  return (
    error.name === name ||
    (error as Partial<ResponseError>).cause?.name === name
  );
}

export function isForbidden(error: Error): boolean {
  return isNamed(error, 'NotAllowedError') || statusOf(error) === 403;
}

export function isNotFound(error: Error): boolean {
  return isNamed(error, 'NotFoundError') || statusOf(error) === 404;
}

/** The backend refused because what it is about has changed meanwhile. */
export function isConflict(error: Error): boolean {
  return isNamed(error, 'ConflictError') || statusOf(error) === 409;
}

/** The backend found something wrong with what it was told. */
export function isRefusal(error: Error): boolean {
  const status = statusOf(error) ?? 0;
  return isNamed(error, 'InputError') || (status >= 400 && status < 500);
}

/** The backend's own words; a ResponseError's message would lead with the URL. */
export function reasonOf(error: Error): string {
  return (
    (error as Partial<ResponseError>).body?.error?.message ?? error.message
  );
}
