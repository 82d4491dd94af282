import { useId, useState } from 'react';
import { Button, Flex, VisuallyHidden } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { JobDialog } from './JobDialog';
import styles from './jobStart.module.css';

const BUTTONS = [
  { action: 'run', kind: 'script', title: 'Run a job' },
  { action: 'verify', kind: 'verification', title: 'Verify access' },
] as const;

/**
 * Starts a job of a team, as far as the person may: a script, or a verification
 * of what the team reads. Disabled while something is missing; whoever shows
 * the buttons shows what it is, too, so that here it only describes them.
 */
export function RunJobButtons({ options }: { options: SluiceApi.JobOptions }) {
  const missingId = useId();
  const [kind, setKind] = useState<SluiceApi.JobKind>();
  const { actions, missing } = options;
  const offered = BUTTONS.filter(({ action }) => actions.includes(action));
  if (offered.length === 0) return null;
  const isDisabled = missing.length > 0;
  return (
    <Flex direction="column" gap="2">
      <Flex gap="2" className={styles.wrap}>
        {offered.map(each => (
          <Button
            key={each.kind}
            variant={each === offered[0] ? 'primary' : 'secondary'}
            isDisabled={isDisabled}
            aria-describedby={isDisabled ? missingId : undefined}
            onPress={() => setKind(each.kind)}
          >
            {each.title}
          </Button>
        ))}
      </Flex>
      {isDisabled && (
        <VisuallyHidden id={missingId}>{missing.join(' ')}</VisuallyHidden>
      )}
      {kind && (
        <JobDialog
          kind={kind}
          options={options}
          onClose={() => setKind(undefined)}
        />
      )}
    </Flex>
  );
}
