import { Alert, Flex } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { StepFailure } from '../plan';

/** What is being waited for, and what went wrong. */
export function ChangeState({ change }: { change: SluiceApi.Change }) {
  const titles = new Map(change.plan.steps.map(({ id, title }) => [id, title]));
  const titleOf = (id: string) => titles.get(id) ?? id;
  const waiting = change.steps.filter(
    ({ status, waitingFor }) => status === 'running' && waitingFor,
  );
  const failed = change.steps.filter(
    ({ status, error }) => status === 'failed' && error,
  );
  if (waiting.length === 0 && failed.length === 0) return null;
  return (
    <Flex direction="column" gap="3">
      {waiting.map(({ id, waitingFor }) => (
        <Alert
          key={id}
          status="info"
          isPending
          title={waitingFor}
          description={titleOf(id)}
        />
      ))}
      {failed.map(({ id, error }) => (
        <StepFailure key={id} title={titleOf(id)} error={error!} />
      ))}
    </Flex>
  );
}
