import { useEffect, useRef } from 'react';
import type { RowFilterCompletion } from '@sluice/plugin-sluice-common';
import styles from './rowFilter.module.css';

/** What can be chosen; the field beside it keeps the focus. */
export function CompletionList({
  id,
  items,
  active,
  onChoose,
}: {
  id: string;
  items: RowFilterCompletion[];
  /** Index of the one that Enter chooses; -1 for none. */
  active: number;
  onChoose: (item: RowFilterCompletion) => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    // Some browsers for tests have no layout to scroll.
    list.current?.children[active]?.scrollIntoView?.({ block: 'nearest' });
  }, [active]);
  return (
    <ul
      ref={list}
      id={id}
      role="listbox"
      aria-label="Completions"
      className={styles.completions}
      // A click must not take the focus out of the field.
      onMouseDown={event => event.preventDefault()}
    >
      {items.map((item, index) => (
        <li
          key={`${item.kind} ${item.insert}`}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === active}
          className={styles.completion}
          onMouseDown={() => onChoose(item)}
        >
          <code className={styles.code}>{item.label}</code>
          <span>{item.detail ?? item.kind}</span>
        </li>
      ))}
    </ul>
  );
}

/** Of the list `id`, for the field to say which one is active. */
export function optionId(id: string, index: number): string {
  return `${id}-${index}`;
}
