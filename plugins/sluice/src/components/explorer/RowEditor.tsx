import { useState } from 'react';
import { RiAddLine, RiDeleteBinLine } from '@remixicon/react';
import {
  Button,
  ButtonIcon,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
  Flex,
  Select,
  Text,
  TextField,
} from '@backstage/ui';
import { useColumns } from './ColumnSelect';
import styles from './explorer.module.css';

/** Values by column. */
export type AskedRow = Record<string, string | null>;

interface Line {
  column: string;
  value: string;
}

/** Says which values a row has, to ask who reads that row. */
export function RowEditor({
  table,
  row,
  onChange,
}: {
  table: string;
  row: AskedRow | undefined;
  onChange: (row: AskedRow | undefined) => void;
}) {
  const columns = useColumns(table);
  const [lines, setLines] = useState<Line[]>([]);
  const [isOpen, setOpen] = useState(false);
  const open = (next: boolean) => {
    if (next && lines.length === 0) {
      setLines([{ column: columns[0] ?? '', value: '' }]);
    }
    setOpen(next);
  };
  const change = (index: number, line: Partial<Line>) =>
    setLines(
      lines.map((each, i) => (i === index ? { ...each, ...line } : each)),
    );
  const ask = () => {
    onChange(
      Object.fromEntries(
        lines
          .filter(({ column }) => column)
          .map(({ column, value }) => [column, value]),
      ),
    );
    setOpen(false);
  };
  return (
    <Flex align="center" gap="2">
      <DialogTrigger isOpen={isOpen} onOpenChange={open}>
        <Button variant="secondary" size="small" isDisabled={!columns.length}>
          {row ? 'Change the row' : 'Ask about a row'}
        </Button>
        <Dialog>
          <DialogHeader>Which row?</DialogHeader>
          <DialogBody>
            <Flex direction="column" gap="3">
              <Text color="secondary">
                Name the values that you know. They are used for this answer
                only, and are neither kept nor put into the address.
              </Text>
              {lines.map(({ column, value }, i) => (
                <Flex key={i} align="end" gap="2">
                  <Select
                    label="Column"
                    size="small"
                    options={columns.map(name => ({ id: name, label: name }))}
                    value={column}
                    onChange={key => change(i, { column: String(key ?? '') })}
                    className={styles.select}
                  />
                  <TextField
                    label="Value"
                    size="small"
                    value={value}
                    onChange={next => change(i, { value: next })}
                  />
                  <ButtonIcon
                    aria-label={`Leave out ${column}`}
                    variant="tertiary"
                    size="small"
                    icon={<RiDeleteBinLine aria-hidden />}
                    onPress={() => setLines(lines.filter((_, at) => at !== i))}
                  />
                </Flex>
              ))}
              <div>
                <Button
                  variant="tertiary"
                  size="small"
                  iconStart={<RiAddLine aria-hidden />}
                  onPress={() =>
                    setLines([
                      ...lines,
                      {
                        column:
                          columns.find(
                            name => !lines.some(each => each.column === name),
                          ) ?? '',
                        value: '',
                      },
                    ])
                  }
                >
                  Another value
                </Button>
              </div>
            </Flex>
          </DialogBody>
          <DialogFooter>
            <Button variant="secondary" slot="close">
              Close
            </Button>
            <Button
              variant="primary"
              isDisabled={lines.length === 0}
              onPress={ask}
            >
              Who reads it?
            </Button>
          </DialogFooter>
        </Dialog>
      </DialogTrigger>
      {row && (
        <Button
          variant="tertiary"
          size="small"
          onPress={() => {
            setLines([]);
            onChange(undefined);
          }}
        >
          Any row
        </Button>
      )}
    </Flex>
  );
}
