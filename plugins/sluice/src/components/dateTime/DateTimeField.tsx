import { useId } from 'react';
import { FieldLabel, useBgConsumer } from '@backstage/ui';
import styles from './DateTimeField.module.css';

/**
 * A moment, in the time of the browser. Backstage has no field for a time of
 * day, so it is the browser's own.
 */
export function DateTimeField({
  label,
  description,
  value,
  onChange,
  isRequired,
  isDense,
}: {
  label: string;
  description?: string;
  /** ISO 8601; empty while there is none. */
  value: string;
  /** Told an empty text when what stands there is no moment. */
  onChange: (value: string) => void;
  isRequired?: boolean;
  /** As high as the small fields of a row of filters. */
  isDense?: boolean;
}) {
  const id = useId();
  const { bg } = useBgConsumer();
  return (
    <div className={styles.field}>
      <FieldLabel
        label={label}
        htmlFor={id}
        secondaryLabel={isRequired ? 'Required' : null}
        description={description}
        descriptionId={`${id}-description`}
      />
      <input
        id={id}
        type="datetime-local"
        required={isRequired}
        aria-describedby={description && `${id}-description`}
        className={styles.input}
        data-on-bg={bg}
        data-dense={isDense || undefined}
        value={localText(value)}
        onChange={({ target }) => onChange(isoText(target.value))}
      />
    </div>
  );
}

/** As the input wants it: local time, without a zone. */
function localText(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return '';
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

function isoText(local: string): string {
  const time = new Date(local);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}
