import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Alert,
  Text,
} from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { ErrorState, isRefusal, LoadingState, reasonOf } from '../states';
import { JobProblems } from './JobProblems';
import { type DraftCheck } from './useJobCheck';
import styles from './jobStart.module.css';

/** What the backend says of a draft, kept up to date while it is written. */
export function JobAnswer({
  kind,
  check: { data, error, isChecking, retry },
  onChooseLine,
}: {
  kind: SluiceApi.JobKind;
  check: DraftCheck;
  /** Shows a line of the script, where its text is here. */
  onChooseLine?: (line: number) => void;
}) {
  return (
    <section
      aria-label="What would run"
      aria-busy={isChecking}
      className={styles.answer}
    >
      <Text as="h3" variant="title-x-small">
        What would run
      </Text>
      <Text role="status" color="secondary">
        {statusOf({ data, error, isChecking })}
      </Text>
      {error && <Failure error={error} onRetry={retry} />}
      {/* A verification has its own, above. */}
      {!data && !error && isChecking && kind === 'script' && (
        <LoadingState what="what would run" rows={2} />
      )}
      {data && !error && <Answer check={data} onChooseLine={onChooseLine} />}
    </section>
  );
}

function statusOf({
  data,
  error,
  isChecking,
}: Omit<DraftCheck, 'retry'>): string {
  if (isChecking) return 'Checking what would run…';
  if (error) return '';
  if (!data) return 'Shown once everything needed is filled in.';
  return data.problems.some(({ severity }) => severity === 'error')
    ? 'This cannot run as it is.'
    : 'This can run.';
}

/** What is wrong with the draft is no failure. */
function Failure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return isRefusal(error) ? (
    <Alert
      status="danger"
      icon
      title="This cannot run"
      description={reasonOf(error)}
    />
  ) : (
    <ErrorState
      error={error}
      action="check"
      what="what would run"
      onRetry={onRetry}
    />
  );
}

function Answer({
  check: { problems, cost, request },
  onChooseLine,
}: {
  check: SluiceApi.JobCheck;
  onChooseLine?: (line: number) => void;
}) {
  return (
    <>
      {problems.length > 0 && (
        <JobProblems problems={problems} onChooseLine={onChooseLine} />
      )}
      <Text as="p">{costText(cost)}</Text>
      {request && (
        <Accordion>
          <AccordionTrigger level={4} title="Request to EMR" />
          <AccordionPanel>
            {/* Focusable, since it scrolls. */}
            <pre
              className={styles.request}
              // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
              tabIndex={0}
              aria-label="Request to EMR"
            >
              {JSON.stringify(request, undefined, 2)}
            </pre>
          </AccordionPanel>
        </Accordion>
      )}
    </>
  );
}

function costText({ vcpu, memoryGb, usdPerHour }: SluiceApi.JobCost): string {
  const price =
    usdPerHour > 0 && usdPerHour < 0.01
      ? 'less than $0.01'
      : `$${usdPerHour.toFixed(2)}`;
  return `At most ${vcpu} vCPU, ${memoryGb} GB, ${price} an hour`;
}
