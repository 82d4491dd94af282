import { Radio, RadioGroup, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { type JobFields } from './jobDraft';
import styles from './jobStart.module.css';

/** No script of the house has it: names have no colon. */
const OWN = ':own';

/** Chooses one of the house's scripts, or that the person brings one. */
export function ScriptChoice({
  scripts,
  value,
  onChange,
}: {
  scripts: SluiceApi.JobScript[];
  value: JobFields['choice'];
  onChange: (choice: JobFields['choice']) => void;
}) {
  const selected = value === 'own' ? OWN : value?.house;
  return (
    <RadioGroup
      label="Script"
      isRequired
      value={selected ?? null}
      onChange={name => onChange(name === OWN ? 'own' : { house: name })}
    >
      {scripts.map(({ name, title, description }) => (
        <Choice key={name} value={name} title={title}>
          {description}
        </Choice>
      ))}
      <Choice value={OWN} title="My own script">
        A file with PySpark, or its text.
      </Choice>
    </RadioGroup>
  );
}

function Choice({
  value,
  title,
  children,
}: {
  value: string;
  title: string;
  children: string;
}) {
  return (
    <Radio value={value} className={styles.choice}>
      <span className={styles.choiceText}>
        <Text as="span">{title}</Text>
        <Text as="span" variant="body-small" color="secondary">
          {children}
        </Text>
      </span>
    </Radio>
  );
}
