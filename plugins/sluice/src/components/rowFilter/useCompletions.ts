import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import {
  completionsAt,
  type RowFilterCompletion,
  type SluiceApi,
} from '@sluice/plugin-sluice-common';

/** More are found by typing on. */
const MAX_ITEMS = 50;

interface Key {
  key: string;
  ctrlKey: boolean;
  preventDefault: () => void;
}

/**
 * What can stand where somebody writes in a row filter. The list is open from a
 * letter typed, or Ctrl+Space, until something is chosen, Escape, or the field
 * is left.
 */
export function useCompletions(options: {
  field: RefObject<HTMLElement>;
  columns: SluiceApi.Column[];
  text: string;
  onChange: (text: string) => void;
}) {
  const { field, columns, text, onChange } = options;
  // Where the cursor is while the list is open.
  const [offset, setOffset] = useState<number>();
  const [moved, setMoved] = useState<number>();
  const cursor = useRef<number>();
  const area = () => field.current?.querySelector('textarea') ?? undefined;

  // A text that is not typed leaves the cursor behind it.
  useLayoutEffect(() => {
    if (cursor.current === undefined) return;
    area()?.setSelectionRange(cursor.current, cursor.current);
    cursor.current = undefined;
  });

  const { from, to, items } = itemsAt(text, offset, columns);
  const isOpen = items.length > 0;
  // Nothing typed, nothing meant: Enter then begins a new line.
  const active = moved ?? (from < to ? 0 : -1);

  const open = () => {
    setMoved(undefined);
    setOffset(area()?.selectionStart);
  };
  const close = () => {
    setMoved(undefined);
    setOffset(undefined);
  };
  const choose = ({ insert, kind }: RowFilterCompletion) => {
    const rest = text.slice(to);
    const gap = kind === 'value' || insert === '(' || /^\s/.test(rest);
    const next = `${text.slice(0, from)}${insert}${gap ? '' : ' '}`;
    // Into the quotes, if there is nothing between them yet.
    const at = insert === "''" ? next.length - 1 : next.length;
    cursor.current = at;
    onChange(`${next}${rest}`);
    setMoved(undefined);
    setOffset(kind === 'value' ? undefined : at);
  };

  /** @returns whether the key was meant for the list */
  const press = ({ key, ctrlKey, preventDefault }: Key): boolean => {
    if (ctrlKey && key === ' ') {
      preventDefault();
      open();
      return true;
    }
    if (!isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step) {
      preventDefault();
      // Up from none is the last one.
      const start = active < 0 && step < 0 ? 0 : active;
      setMoved((start + step + items.length) % items.length);
      return true;
    }
    if (key === 'Enter' && items[active]) {
      preventDefault();
      choose(items[active]);
      return true;
    }
    if (key === 'Escape') {
      close();
      return true;
    }
    // The cursor goes elsewhere.
    if (['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(key)) close();
    return false;
  };

  return { items, isOpen, active, open, close, choose, press };
}

function itemsAt(
  text: string,
  offset: number | undefined,
  columns: SluiceApi.Column[],
) {
  if (offset === undefined) return { from: 0, to: 0, items: [] };
  const { from, to, items } = completionsAt(text, offset, columns);
  const typed = text.slice(from, to);
  // What stands there already is no help, and a word that was just finished may
  // be all there is to say.
  const isDone =
    (items.length === 1 && items[0].insert === typed) ||
    (typed === '' && !/(?:^|[\s(.,=<>])$/.test(text.slice(0, from)));
  return { from, to, items: isDone ? [] : items.slice(0, MAX_ITEMS) };
}
