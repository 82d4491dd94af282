import { Alert, Link, Text } from '@backstage/ui';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { type SluiceApi, summariseAccess } from '@sluice/plugin-sluice-common';
import { requestRouteRef } from '../../routes';
import { Person } from '../changes/Person';
import { Findings } from '../plan/Findings';
import { ErrorState, LoadingState, isRefusal, reasonOf } from '../states';
import { mentions } from './terms';
import { type TermsCheck } from './useTermsCheck';
import styles from './requestAccess.module.css';

export interface TermsAnswerProps {
  check: TermsCheck;
  /** The team that would read. */
  team: Pick<SluiceApi.MatrixTeam, 'title' | 'principal'>;
  /** Full names of tables beside which what is found of them is shown. */
  tableNames: string[];
}

/** What the backend says of terms, kept up to date while they are written. */
export function TermsAnswer({
  check: { data, error, isChecking, retry },
  team,
  tableNames,
}: TermsAnswerProps) {
  return (
    <section
      aria-label="What comes of it"
      aria-busy={isChecking}
      className={styles.answer}
    >
      <Text as="h3" variant="title-x-small">
        What comes of it
      </Text>
      <Text role="status" color="secondary">
        {statusOf({ data, error, isChecking })}
      </Text>
      {error && <Failure error={error} onRetry={retry} />}
      {!data && !error && isChecking && (
        <LoadingState what="what comes of it" rows={2} />
      )}
      {data && !error && (
        <Answer check={data} team={team} tableNames={tableNames} />
      )}
    </section>
  );
}

function statusOf({
  data,
  error,
  isChecking,
}: Pick<TermsCheck, 'data' | 'error' | 'isChecking'>): string {
  if (isChecking) return 'Checking what you ask for…';
  if (error) return '';
  if (!data) return 'Shown once team, tables, columns and time are chosen.';
  return data.findings.some(({ severity }) => severity === 'error')
    ? 'This is not possible as it is.'
    : 'This can be asked for.';
}

/** What is wrong with the terms is no failure. */
function Failure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return isRefusal(error) ? (
    <Alert
      status="danger"
      icon
      title="This cannot be asked for"
      description={reasonOf(error)}
    />
  ) : (
    <ErrorState
      error={error}
      action="check"
      what="what you ask for"
      onRetry={onRetry}
    />
  );
}

function Answer({
  check: { findings, overlaps, consequences, steps },
  team,
  tableNames,
}: { check: SluiceApi.RequestCheck } & Omit<TermsAnswerProps, 'check'>) {
  const general = findings.filter(
    ({ message }) => !tableNames.some(name => mentions(message, name)),
  );
  const own = consequences.filter(
    ({ principal }) => principal === team.principal,
  );
  return (
    <>
      {general.length > 0 && <Findings findings={general} />}
      {overlaps.length > 0 && <Overlaps overlaps={overlaps} />}
      <Afterwards title={team.title} consequences={own} />
      <Approvals steps={steps} />
    </>
  );
}

function Overlaps({ overlaps }: Pick<SluiceApi.RequestCheck, 'overlaps'>) {
  const requestRoute = useRouteRef(requestRouteRef);
  return (
    <div>
      <Text as="h4" weight="bold">
        What there is already
      </Text>
      <ul className={styles.list} aria-label="What there is already">
        {overlaps.map(({ text, requestId }, index) => (
          <li key={index}>
            <Text>{text}</Text>{' '}
            {requestId && (
              <Link href={requestRoute?.({ requestId })} target="_blank">
                See the request
              </Link>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Afterwards({
  title,
  consequences,
}: {
  title: string;
  consequences: SluiceApi.AccessConsequence[];
}) {
  return (
    <div>
      <Text as="h4" weight="bold">
        What {title} would read afterwards
      </Text>
      {consequences.length === 0 ? (
        <Text color="secondary">The same as now.</Text>
      ) : (
        <ul className={styles.list} aria-label="What the team would read">
          {consequences.map(({ table, catalogId, text, before, after }) => (
            <li key={`${catalogId} ${table}`}>
              <Text as="div">{text}</Text>
              <Text as="div" variant="body-small" color="secondary">
                {table}: {summariseAccess(before)}, then{' '}
                {summariseAccess(after)}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Approvals({ steps }: Pick<SluiceApi.RequestCheck, 'steps'>) {
  const inOrder = steps
    .filter(({ skipped }) => !skipped)
    .sort((a, b) => a.stage - b.stage);
  return (
    <div>
      <Text as="h4" weight="bold">
        Who has to approve
      </Text>
      <ol className={styles.list} aria-label="Who has to approve">
        {inOrder.map(({ id, title, why, quorum, approverRefs }) => (
          <li key={id}>
            <Text as="div">{title}</Text>
            <Text as="div" variant="body-small" color="secondary">
              {why}
              {quorum > 1 && ` ${quorum} people have to approve.`}
            </Text>
            <Text as="div" variant="body-small">
              {approverRefs.length === 0
                ? 'Nobody can decide it now; it goes to those whom unanswered requests go to.'
                : approverRefs.map((ref, index) => (
                    <span key={ref}>
                      {index > 0 && ', '}
                      <Person entityRef={ref} />
                    </span>
                  ))}
            </Text>
          </li>
        ))}
      </ol>
    </div>
  );
}
