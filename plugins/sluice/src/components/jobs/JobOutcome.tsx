import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Flex, Link, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { attestationRouteRef } from '../../routes';
import { VerdictChip, VERDICTS } from '../attestations';
import { hasEnded } from './jobState';

const ALERTS = {
  FAILED: { status: 'danger', title: 'The run failed' },
  REFUSED: { status: 'danger', title: 'EMR on EKS did not take the run' },
  CANCELLED: { status: 'info', title: 'The run was cancelled' },
} as const;

/** What came of a run, what that means, and what to do next. */
export function JobOutcome({ run }: { run: SluiceApi.JobRun }) {
  return (
    <Flex direction="column" gap="3">
      {run.kind === 'verification' && <Proof run={run} />}
      <Words run={run} />
    </Flex>
  );
}

function Words({ run }: { run: SluiceApi.JobRun }) {
  const { state, explanation, stateDetails, failureReason, attestation } = run;
  const alert =
    state in ALERTS ? ALERTS[state as keyof typeof ALERTS] : undefined;
  if (!alert && !explanation) return null;
  // The difference that was found is said by the attestation.
  const isFound = attestation?.verdict === 'differs';
  const words = [failureReason, stateDetails].filter(Boolean).join(': ');
  return (
    <Alert
      status={isFound ? 'info' : alert?.status ?? 'warning'}
      icon
      title={alert?.title ?? 'How the run is cannot be told now'}
      description={
        <Flex direction="column" gap="1">
          {explanation && <span>{explanation}</span>}
          {words && <span>In the words of EMR on EKS: {words}</span>}
        </Flex>
      }
    />
  );
}

function Proof({ run }: { run: SluiceApi.JobRun }) {
  const attestationRoute = useRouteRef(attestationRouteRef);
  const { attestation } = run;
  if (attestation) {
    return (
      <Flex align="center" gap="2">
        <Link href={attestationRoute?.({ attestationId: attestation.id })}>
          <VerdictChip verdict={attestation.verdict} />
        </Link>
        <Text>
          {VERDICTS[attestation.verdict].headline}. The attestation says what
          was checked, and what was seen.
        </Text>
      </Flex>
    );
  }
  return (
    <Text color="secondary">
      {hasEnded(run)
        ? 'What it saw is being taken in.'
        : 'What it sees is attested when it has ended.'}
    </Text>
  );
}
