import { useMemo } from 'react';
import { Flex, Text } from '@backstage/ui';
import { hasSomethingToDo, type SluiceApi } from '@sluice/plugin-sluice-common';
import { AccountSteps } from './AccountSteps';
import { Consequences } from './Consequences';
import { Findings } from './Findings';
import { stepsByAccount } from './orderSteps';
import { summaryOf } from './stepActions';
import styles from './PlanView.module.css';

export interface PlanViewProps {
  plan: Pick<SluiceApi.Plan, 'kind' | 'steps' | 'findings' | 'consequences'>;
  /** How far each step is, while or after the plan is applied. */
  progress?: SluiceApi.ChangeStep[];
  /** To explain what the findings are about. */
  rules?: SluiceApi.SetUpRule[];
}

/**
 * What a plan does and to whom it matters. Asks for nothing itself, so it can
 * stand on a page as well as in a form.
 */
export function PlanView({ plan, progress, rules }: PlanViewProps) {
  const groups = useMemo(() => stepsByAccount(plan.steps), [plan.steps]);
  const progressById = new Map(progress?.map(step => [step.id, step]));
  const titleById = new Map(plan.steps.map(({ id, title }) => [id, title]));
  return (
    <Flex direction="column" gap="5">
      <Text weight="bold">
        {!hasSomethingToDo(plan) && 'Nothing to do: '}
        {summaryOf(plan)}
      </Text>
      {plan.findings.length > 0 && (
        <Findings findings={plan.findings} rules={rules} />
      )}
      <section className={styles.part}>
        <Text as="h3" variant="title-x-small">
          What it means for access
        </Text>
        <Consequences consequences={plan.consequences} />
      </section>
      {groups.map(({ account, steps }) => (
        <AccountSteps
          key={account}
          account={account}
          steps={steps}
          progressOf={id => progressById.get(id)}
          titleOf={id => titleById.get(id)}
        />
      ))}
    </Flex>
  );
}
