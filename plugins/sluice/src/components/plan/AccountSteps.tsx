import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Text,
} from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { StepItem } from './StepItem';
import styles from './PlanView.module.css';

export interface AccountStepsProps {
  account: string;
  /** Of this account, in the order in which they are listed. */
  steps: SluiceApi.PlanStep[];
  progressOf: (stepId: string) => SluiceApi.ChangeStep | undefined;
  titleOf: (stepId: string) => string | undefined;
}

/** What happens in one account; what stays as it is, is folded. */
export function AccountSteps({
  account,
  steps,
  progressOf,
  titleOf,
}: AccountStepsProps) {
  // Whatever a plan said, a failure must not hide in a fold.
  const isFolded = ({ id, action }: SluiceApi.PlanStep) =>
    action === 'none' && !progressOf(id)?.error;
  const folded = steps.filter(isFolded);
  const list = (of: SluiceApi.PlanStep[], label: string) => (
    <ol className={styles.list} aria-label={label}>
      {of.map(step => (
        <li key={step.id} className={styles.item}>
          <StepItem
            step={step}
            progress={progressOf(step.id)}
            after={step.dependsOn.flatMap(id => titleOf(id) ?? [])}
          />
        </li>
      ))}
    </ol>
  );
  const shown = steps.filter(step => !isFolded(step));
  return (
    <section aria-label={`Account ${account}`} className={styles.account}>
      <Text as="h3" variant="title-x-small" className={styles.accountName}>
        {account}
      </Text>
      {shown.length > 0 && list(shown, `Steps in ${account}`)}
      {folded.length > 0 && (
        <Accordion>
          <AccordionTrigger
            level={4}
            title={`${folded.length.toLocaleString()} unchanged`}
          />
          <AccordionPanel>
            {list(folded, `Unchanged in ${account}`)}
          </AccordionPanel>
        </Accordion>
      )}
    </section>
  );
}
