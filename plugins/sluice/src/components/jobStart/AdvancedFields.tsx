import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Flex,
  NumberField,
  Radio,
  RadioGroup,
  Text,
} from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { type JobFields } from './jobDraft';
import styles from './jobStart.module.css';

const CONFIGURED = 'configured';

const PROFILES: {
  value: SluiceApi.SparkProfile | typeof CONFIGURED;
  title: string;
  help: JSX.Element;
}[] = [
  {
    value: CONFIGURED,
    title: 'As Sluice is configured',
    help: <>The request to EMR, below, shows which one that is.</>,
  },
  {
    value: 'seed',
    title: 'As in the seed',
    help: (
      <>
        <code>dev</code> as in the seed: three-part names begin with dev.
      </>
    ),
  },
  {
    value: 'documented',
    title: 'As documented',
    help: (
      <>
        <code>spark_catalog</code>, the session catalog as AWS documents it.
      </>
    ),
  },
];

const RESOURCES: { key: keyof SluiceApi.JobResources; label: string }[] = [
  { key: 'driverCores', label: 'Driver cores' },
  { key: 'driverMemoryGb', label: 'Driver memory, GB' },
  { key: 'executorCores', label: 'Executor cores' },
  { key: 'executorMemoryGb', label: 'Executor memory, GB' },
  { key: 'maxExecutors', label: 'Executors at most' },
];

/** What most leave as it is: Spark's catalog, and how much the job may take. */
export function AdvancedFields({
  profile,
  resources,
  limits,
  onChange,
}: {
  profile: JobFields['profile'];
  resources: SluiceApi.JobResources;
  limits: SluiceApi.JobResources;
  onChange: (part: Pick<JobFields, 'profile' | 'resources'>) => void;
}) {
  return (
    <Accordion>
      <AccordionTrigger level={3} title="Advanced" />
      <AccordionPanel>
        <Flex direction="column" gap="4">
          <RadioGroup
            label="Spark configuration"
            value={profile ?? CONFIGURED}
            onChange={value =>
              onChange({
                profile:
                  value === CONFIGURED
                    ? undefined
                    : (value as SluiceApi.SparkProfile),
              })
            }
          >
            {PROFILES.map(({ value, title, help }) => (
              <Radio key={value} value={value} className={styles.choice}>
                <span className={styles.choiceText}>
                  <Text as="span">{title}</Text>
                  <Text as="span" variant="body-small" color="secondary">
                    {help}
                  </Text>
                </span>
              </Radio>
            ))}
          </RadioGroup>
          <Flex gap="4" align="end" className={styles.wrap}>
            {RESOURCES.map(({ key, label }) => (
              <NumberField
                key={key}
                label={label}
                description={`${limits[key]} at most`}
                minValue={1}
                maxValue={limits[key]}
                formatOptions={{ maximumFractionDigits: 0 }}
                value={resources[key]}
                onChange={count =>
                  onChange({ resources: { ...resources, [key]: count } })
                }
                className={styles.short}
              />
            ))}
          </Flex>
        </Flex>
      </AccordionPanel>
    </Accordion>
  );
}
