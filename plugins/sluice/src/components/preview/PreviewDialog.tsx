import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
} from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { Facts } from '../entity/Facts';
import tables from '../entity/entity.module.css';
import { ErrorState, LoadingState } from '../states';
import { timeText } from '../time';
import styles from './preview.module.css';

/** Rows of one preview. */
const LIMIT = 50;
const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'];

/** What a preview would cost, and then the rows; they are forgotten when it closes. */
export function PreviewDialog({
  team,
  table,
  title,
  onClose,
}: {
  team: string;
  table: string;
  title: string;
  onClose: () => void;
}) {
  const api = useApi(sluiceApiRef);
  const [isAsked, setAsked] = useState(false);
  const estimate = useQuery({
    queryKey: ['preview-estimate', team, table],
    queryFn: () => api.estimatePreview({ team, table }),
  });
  const preview = useQuery({
    queryKey: ['preview', team, table],
    queryFn: () => api.createPreview({ team, table, limit: LIMIT }),
    enabled: isAsked,
    // Rows are kept no longer than they are looked at, and read once.
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  return (
    <Dialog
      isOpen
      isDismissable
      width={1100}
      onOpenChange={isOpen => !isOpen && onClose()}
    >
      <DialogHeader>{title}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          {estimate.error && (
            <ErrorState error={estimate.error} what="the preview" />
          )}
          {!estimate.data && !estimate.error && (
            <LoadingState what="what it would cost" rows={2} />
          )}
          {estimate.data && <Estimate estimate={estimate.data} />}
          {isAsked && preview.isFetching && <LoadingState what="the rows" />}
          {preview.error && (
            <ErrorState
              error={preview.error}
              what="the rows"
              onRetry={() => preview.refetch()}
            />
          )}
          {preview.data && <Rows preview={preview.data} />}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" slot="close">
          Close
        </Button>
        {!isAsked && (
          <Button isDisabled={!estimate.data} onPress={() => setAsked(true)}>
            Show rows
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}

function Estimate({ estimate }: { estimate: SluiceApi.PreviewEstimate }) {
  const { access, bytes, costUsd, scanLimitBytes, engine, workGroup } =
    estimate;
  return (
    <Facts
      facts={[
        ['Reads', access],
        [
          'Scans at most',
          bytes !== undefined &&
            bytesText(Math.min(bytes, scanLimitBytes ?? bytes)),
        ],
        [
          'Costs at most',
          costUsd !== undefined &&
            (costUsd < 0.01
              ? 'less than 0.01 USD'
              : `${costUsd.toFixed(2)} USD`),
        ],
        ['Engine', workGroup ? `${engine}, work group ${workGroup}` : engine],
      ]}
    />
  );
}

function Rows({ preview }: { preview: SluiceApi.Preview }) {
  const { columns, rows, rowCount, queriedAt } = preview;
  return (
    <Flex direction="column" gap="2">
      <Text as="p" role="status" className={styles.totals}>
        {rows.length === rowCount
          ? `All ${rowCount.toLocaleString()} rows that the team reads`
          : `${
              rows.length
            } of ${rowCount.toLocaleString()} rows that the team reads`}
        , at {timeText(queriedAt)}.
      </Text>
      <div className={tables.scroll}>
        <table className={tables.table} aria-label="Rows">
          <thead>
            <tr>
              {columns.map(({ name, type }) => (
                <th key={name} scope="col">
                  {name}
                  <Text as="div" variant="body-small" color="secondary">
                    {type}
                  </Text>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                {row.map((value, column) => (
                  <td key={columns[column].name}>
                    {value === null ? (
                      <span className={styles.null}>NULL</span>
                    ) : (
                      value
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Flex>
  );
}

function bytesText(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  while (amount >= 1000 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit++;
  }
  return `${unit === 0 ? amount : amount.toFixed(1)} ${UNITS[unit]}`;
}
