import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Alert,
  Link,
  Text,
} from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import styles from './PlanView.module.css';

type Severity = SluiceApi.PreflightFinding['severity'];

const SEVERITIES: Record<
  Severity,
  { title: string; status: 'danger' | 'warning' | 'info' }
> = {
  error: { title: 'Error', status: 'danger' },
  warning: { title: 'Warning', status: 'warning' },
  info: { title: 'Note', status: 'info' },
};

/** The gravest first. */
const ORDER = Object.keys(SEVERITIES) as Severity[];

export interface FindingsProps {
  findings: SluiceApi.PreflightFinding[];
  /** To explain the rules; without them a finding is shown by itself. */
  rules?: SluiceApi.SetUpRule[];
}

/** What the checks before the first write found. */
export function Findings({ findings, rules = [] }: FindingsProps) {
  const sorted = [...findings].sort(
    (a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity),
  );
  return (
    <ul className={styles.list} aria-label="Findings">
      {sorted.map((finding, i) => (
        <li key={i} className={styles.item}>
          <Finding
            finding={finding}
            rule={rules.find(({ id }) => id === finding.rule)}
          />
        </li>
      ))}
    </ul>
  );
}

function Finding({
  finding: { rule: id, severity, message, docsUrl },
  rule,
}: {
  finding: SluiceApi.PreflightFinding;
  rule: SluiceApi.SetUpRule | undefined;
}) {
  const { title, status } = SEVERITIES[severity];
  const url = docsUrl ?? rule?.docsUrl;
  return (
    <Alert
      status={status}
      icon
      title={
        <>
          {title},{' '}
          {url ? (
            <Link href={url} target="_blank" rel="noopener">
              rule {id}
            </Link>
          ) : (
            `rule ${id}`
          )}
        </>
      }
      description={
        <>
          <Text>{message}</Text>
          {rule && (
            <Accordion>
              <AccordionTrigger level={4} title={rule.title} />
              <AccordionPanel>
                <Text>{rule.explanation}</Text>
              </AccordionPanel>
            </Accordion>
          )}
        </>
      }
    />
  );
}
