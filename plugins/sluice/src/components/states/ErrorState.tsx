import { Alert, Button, Flex } from '@backstage/ui';
import type { ResponseError } from '@backstage/errors';

export interface ErrorStateProps {
  error: Error;
  /** What could not be shown, as the object of a sentence: "the access matrix". */
  what: string;
  /** What was tried with it; "see" unless told. */
  action?: string;
  onRetry?: () => void;
}

function isForbidden(error: Error): boolean {
  return (
    error.name === 'NotAllowedError' ||
    (error as Partial<ResponseError>).response?.status === 403 ||
    (error as Partial<ResponseError>).cause?.name === 'NotAllowedError'
  );
}

/** The backend's own words; a ResponseError's message would lead with the URL. */
function reasonOf(error: Error): string {
  return (
    (error as Partial<ResponseError>).body?.error?.message ?? error.message
  );
}

/** A failed or refused answer: what happened, to what, and what to do next. */
export function ErrorState({
  error,
  what,
  action = 'see',
  onRetry,
}: ErrorStateProps) {
  if (isForbidden(error)) {
    return (
      <Alert
        status="info"
        title={`You may not ${action} ${what}`}
        description={`${reasonOf(error).replace(
          /\.$/,
          '',
        )}. If your work needs it, ask the owner of the data product or platform engineering.`}
        icon
      />
    );
  }
  return (
    <Flex direction="column" gap="3">
      <Alert
        status="danger"
        title={`Could not ${action === 'see' ? 'load' : action} ${what}`}
        description={reasonOf(error)}
        icon
      />
      {onRetry && (
        <div>
          <Button variant="secondary" onPress={onRetry}>
            Try again
          </Button>
        </div>
      )}
    </Flex>
  );
}
