import {
  forwardRef,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  type UIEvent,
} from 'react';
import { Text } from '@backstage/ui';
import styles from './jobStart.module.css';

/** As in the style sheet; the numbers stand beside their lines by it. */
const LINE_HEIGHT_PX = 20;

export interface ScriptEditorHandle {
  /** Selects a line and brings it into sight; 1 is the first. */
  showLine: (line: number) => void;
}

/** A text area for code: lines are not wrapped, and have numbers. */
export const ScriptEditor = forwardRef<
  ScriptEditorHandle,
  {
    label: string;
    value: string;
    onChange: (text: string) => void;
    isInvalid: boolean;
    /** Id of what describes it. */
    describedBy: string;
  }
>(function ScriptEditorWithHandle(
  { label, value, onChange, isInvalid, describedBy },
  handle,
) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const numbers = useRef<HTMLDivElement>(null);
  useImperativeHandle(handle, () => ({
    showLine: line => area.current && selectLine(area.current, line),
  }));
  const lineNumbers = useMemo(
    () =>
      value
        .split('\n')
        .map((_, index) => index + 1)
        .join('\n'),
    [value],
  );
  const follow = ({ currentTarget }: UIEvent<HTMLTextAreaElement>) => {
    if (numbers.current) numbers.current.scrollTop = currentTarget.scrollTop;
  };
  return (
    <div>
      <label htmlFor={id}>
        <Text variant="body-small" weight="bold">
          {label}
        </Text>
      </label>
      <div className={styles.editor}>
        <div ref={numbers} className={styles.lineNumbers} aria-hidden>
          {lineNumbers}
        </div>
        <textarea
          ref={area}
          id={id}
          className={styles.code}
          wrap="off"
          rows={16}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          autoCorrect="off"
          aria-required
          aria-invalid={isInvalid}
          aria-describedby={describedBy}
          value={value}
          onChange={event => onChange(event.target.value)}
          onScroll={follow}
        />
      </div>
    </div>
  );
});

function selectLine(area: HTMLTextAreaElement, line: number): void {
  const lines = area.value.split('\n');
  const index = Math.min(Math.max(line, 1), lines.length) - 1;
  const start = lines
    .slice(0, index)
    .reduce((length, each) => length + each.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + lines[index].length);
  area.scrollTop = index * LINE_HEIGHT_PX - area.clientHeight / 2;
  area.scrollLeft = 0;
}
