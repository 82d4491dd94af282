import { useState } from 'react';
import {
  Flex,
  NumberField,
  Radio,
  RadioGroup,
  Select,
  Text,
} from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { DateTimeField } from '../dateTime';
import { durationText } from '../requests/requestText';
import { timeText } from '../time';
import type { TermsProblem } from './terms';
import styles from './requestAccess.module.css';

const DAY = 24 * 60;
const PRESETS = [7 * DAY, 30 * DAY, 90 * DAY];
const CUSTOM = 'custom';
const UNITS = [
  { value: String(DAY), label: 'days' },
  { value: '60', label: 'hours' },
  { value: '1', label: 'minutes' },
];

type Period = Pick<SluiceApi.AskedTerms, 'durationMinutes' | 'startsAt'>;

/** From when and for how long access is needed. */
export function PeriodEditor({
  value,
  onChange,
  maxMinutes,
  problems,
}: {
  value: Period;
  onChange: (part: Period) => void;
  maxMinutes: number;
  problems: TermsProblem[];
}) {
  const choices = [
    ...new Set([...PRESETS.filter(each => each < maxMinutes), maxMinutes]),
  ];
  const [isCustom, setCustom] = useState(
    !choices.includes(value.durationMinutes ?? 0),
  );
  const messageOf = (field: TermsProblem['field']) =>
    problems.find(problem => problem.field === field)?.message;
  return (
    <Flex direction="column" gap="4">
      <RadioGroup
        label="For how long"
        orientation="horizontal"
        value={isCustom ? CUSTOM : String(value.durationMinutes)}
        onChange={choice => {
          setCustom(choice === CUSTOM);
          if (choice !== CUSTOM) onChange({ durationMinutes: Number(choice) });
        }}
        className={styles.choices}
      >
        {choices.map(minutes => (
          <Radio key={minutes} value={String(minutes)}>
            {durationText(minutes)}
            {minutes === maxMinutes && ' (the most)'}
          </Radio>
        ))}
        <Radio value={CUSTOM}>Other</Radio>
      </RadioGroup>
      {isCustom && (
        <CustomDuration
          minutes={value.durationMinutes}
          onChange={durationMinutes => onChange({ durationMinutes })}
          isInvalid={Boolean(messageOf('duration'))}
        />
      )}
      <Message text={messageOf('duration')} />
      <StartField
        value={value.startsAt}
        onChange={startsAt => onChange({ startsAt })}
      />
      <Message text={messageOf('start')} />
      <Text color="secondary" aria-live="polite">
        {endText(value)}
      </Text>
    </Flex>
  );
}

function CustomDuration({
  minutes,
  onChange,
  isInvalid,
}: {
  minutes: number | undefined;
  onChange: (minutes: number | undefined) => void;
  isInvalid: boolean;
}) {
  const [unit, setUnit] = useState(() => unitOf(minutes));
  const amount = minutes === undefined ? NaN : minutes / unit;
  const change = (count: number, size: number) =>
    onChange(Number.isNaN(count) ? undefined : Math.round(count * size));
  return (
    <Flex gap="3" align="end" className={styles.wrap}>
      <NumberField
        label="How many"
        isRequired
        minValue={1}
        formatOptions={{ maximumFractionDigits: 0 }}
        value={amount}
        onChange={count => change(count, unit)}
        isInvalid={isInvalid}
        className={styles.short}
      />
      <Select
        label="Unit"
        options={UNITS}
        selectedKey={String(unit)}
        onSelectionChange={key => {
          const size = Number(key);
          setUnit(size);
          change(amount, size);
        }}
        className={styles.short}
      />
    </Flex>
  );
}

/** The largest unit of which it is a whole number. */
function unitOf(minutes = DAY): number {
  return UNITS.map(({ value }) => Number(value)).find(
    size => minutes % size === 0,
  )!;
}

function StartField({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (startsAt: string | undefined) => void;
}) {
  return (
    <Flex direction="column" gap="3">
      <RadioGroup
        label="From when"
        orientation="horizontal"
        value={value === undefined ? 'approval' : 'time'}
        onChange={choice => onChange(choice === 'approval' ? undefined : '')}
        className={styles.choices}
      >
        <Radio value="approval">As soon as it is approved</Radio>
        <Radio value="time">From a certain time on</Radio>
      </RadioGroup>
      {value !== undefined && (
        <DateTimeField
          label="Begins at"
          isRequired
          value={value}
          onChange={onChange}
        />
      )}
    </Flex>
  );
}

function endText({ durationMinutes, startsAt }: Period): string {
  if (!durationMinutes || startsAt === '') return '';
  const start = startsAt ? Date.parse(startsAt) : Date.now();
  const end = new Date(start + durationMinutes * 60_000);
  // Beyond what a date can hold.
  if (Number.isNaN(end.getTime())) return '';
  const ends = `access ends by itself on ${timeText(end.toISOString())}`;
  return startsAt
    ? `If it is approved in time, ${ends}.`
    : `If it is approved now, ${ends}.`;
}

function Message({ text }: { text: string | undefined }) {
  return text ? (
    <Text variant="body-small" color="danger" role="alert">
      {text}
    </Text>
  ) : null;
}
