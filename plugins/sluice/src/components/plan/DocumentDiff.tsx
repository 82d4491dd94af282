import { useMemo } from 'react';
import { VisuallyHidden } from '@backstage/ui';
import { diffJson } from 'diff';
import styles from './PlanView.module.css';

const SIDES = {
  removed: { sign: '−', spoken: 'Removed: ' },
  added: { sign: '+', spoken: 'Added: ' },
  same: { sign: ' ', spoken: '' },
};

interface Line {
  side: keyof typeof SIDES;
  text: string;
}

/** Lines of two JSON documents; the order of keys means nothing. */
function linesOf(before: unknown, after: unknown): Line[] {
  return diffJson(documentOf(before), documentOf(after)).flatMap(
    ({ added, removed, value }) => {
      let side: Line['side'] = 'same';
      if (added) side = 'added';
      if (removed) side = 'removed';
      return value
        .replace(/\n$/, '')
        .split('\n')
        .map(text => ({ side, text }));
    },
  );
}

/** A document that is not there has no lines. */
function documentOf(value: unknown): string | object {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? value : String(value);
}

/** Two JSON documents as one, line by line, what goes above what comes. */
export function DocumentDiff({
  label,
  before,
  after,
}: {
  label: string;
  before: unknown;
  after: unknown;
}) {
  const lines = useMemo(() => linesOf(before, after), [before, after]);
  return (
    <pre className={styles.document} role="group" aria-label={label}>
      {lines.map(({ side, text }, i) => (
        <div key={i} className={styles.line} data-side={side}>
          <span aria-hidden className={styles.sign}>
            {SIDES[side].sign}
          </span>
          {SIDES[side].spoken && (
            <VisuallyHidden>{SIDES[side].spoken}</VisuallyHidden>
          )}
          <span className={styles.text}>{text}</span>
        </div>
      ))}
    </pre>
  );
}
