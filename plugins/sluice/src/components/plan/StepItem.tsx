import { useState } from 'react';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Badge,
  Flex,
  Text,
} from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { Differences } from './Differences';
import { DocumentDiff } from './DocumentDiff';
import { ACTIONS } from './stepActions';
import { StepFailure, StepStatus } from './StepProgress';
import styles from './PlanView.module.css';

const ADOPTED = 'Not made by Sluice: adopted, never deleted.';

const OWNERSHIP: Record<SluiceApi.PlanStep['ownership'], string> = {
  sluice: 'Made by Sluice.',
  adopted: ADOPTED,
  other: 'Not made by Sluice, which did not touch it before.',
  nobody: 'Not there before.',
};

export interface StepItemProps {
  step: SluiceApi.PlanStep;
  progress?: SluiceApi.ChangeStep;
  /** Titles of the steps that go first. */
  after: string[];
}

/** A step in one line, with its reasons and differences on demand. */
export function StepItem({ step, progress, after }: StepItemProps) {
  const action = ACTIONS[step.action];
  // A plan may hold hundreds of documents; only those looked at are compared.
  const [wasOpened, setWasOpened] = useState(false);
  return (
    <>
      <Accordion
        onExpandedChange={isExpanded => {
          if (isExpanded) setWasOpened(true);
        }}
      >
        <AccordionTrigger level={4}>
          <span className={styles.step}>
            <Badge
              size="small"
              icon={action.icon}
              className={styles.action}
              data-action={step.action}
            >
              {action.title}
            </Badge>{' '}
            <span className={styles.title}>{step.title}</span>{' '}
            {progress && <StepStatus status={progress.status} />}
          </span>
        </AccordionTrigger>
        <AccordionPanel>
          {wasOpened && (
            <StepDetails step={step} progress={progress} after={after} />
          )}
        </AccordionPanel>
      </Accordion>
      {progress?.waitingFor && (
        <Text variant="body-small" color="secondary" className={styles.waiting}>
          {progress.waitingFor}
        </Text>
      )}
    </>
  );
}

function StepDetails({ step, progress, after }: StepItemProps) {
  const { title, differences, before, after: wanted } = step;
  const hasDocument = before !== undefined || wanted !== undefined;
  return (
    <Flex direction="column" gap="3">
      {progress?.error && <StepFailure title={title} error={progress.error} />}
      <Text>{step.why}</Text>
      <ul className={styles.facts}>
        <li>{ACTIONS[step.action].meaning}</li>
        <li>{step.action === 'adopt' ? ADOPTED : OWNERSHIP[step.ownership]}</li>
        <li>{step.undo}</li>
        {after.length > 0 && <li>After: {after.join('; ')}.</li>}
        {progress && progress.attempts > 1 && (
          <li>Tried {progress.attempts.toLocaleString()} times.</li>
        )}
      </ul>
      {differences.length > 0 && (
        <Differences of={title} differences={differences} />
      )}
      {hasDocument && (
        <DocumentDiff
          label={`${title}, before and after`}
          before={before}
          after={wanted}
        />
      )}
    </Flex>
  );
}
