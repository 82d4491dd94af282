import { Alert, Button } from '@backstage/ui';
import { timeText } from '../time';

/** Says that what is shown does not hold now, and leads back to what does. */
export function AsOfBanner({
  at,
  observedAt,
  isShown,
  onBack,
}: {
  /** What was asked for; the URL may hold anything. */
  at: string;
  /** When Lake Formation was last read before then. */
  observedAt?: string;
  /** Whether there is an answer. */
  isShown: boolean;
  onBack: () => void;
}) {
  return (
    <Alert
      status="warning"
      icon
      title={
        isShown
          ? `As observed at ${timeText(at)}; not what holds now`
          : `You asked for access as of ${timeText(at)}`
      }
      description={
        isShown &&
        observedAt &&
        `Lake Formation was read at ${timeText(
          observedAt,
        )} then. Teams and data products are those of the catalog of today.`
      }
      customActions={
        <Button size="small" variant="secondary" onPress={() => onBack()}>
          Back to now
        </Button>
      }
    />
  );
}
