import { Alert, Button, Flex } from '@backstage/ui';
import { isForbidden, reasonOf } from './errors';

export interface ErrorStateProps {
  error: Error;
  /** What could not be shown, as the object of a sentence: "the access matrix". */
  what: string;
  /** What was tried with it; "see" unless told. */
  action?: string;
  onRetry?: () => void;
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
