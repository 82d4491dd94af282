import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { Facts } from '../entity/Facts';

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'];

/** What a preview would read and cost: its rows, and how many there are. */
export function PreviewEstimate({
  estimate: { access, bytes, costUsd, scanLimitBytes, engine, workGroup },
}: {
  estimate: SluiceApi.PreviewEstimate;
}) {
  return (
    <Facts
      facts={[
        ['Reads', access],
        [
          'Scans at most',
          bytes === undefined ? scanText(scanLimitBytes) : bytesText(bytes),
        ],
        [
          'Costs at most',
          costUsd === undefined ? 'Not known' : costText(costUsd),
        ],
        ['Engine', workGroup ? `${engine}, work group ${workGroup}` : engine],
      ]}
    />
  );
}

/** The limit of the work group holds for each of the two queries, whatever the size of the table. */
function scanText(scanLimitBytes: number | undefined): string {
  return scanLimitBytes === undefined
    ? 'Not known: the table does not say how big it is'
    : `${bytesText(
        scanLimitBytes,
      )}, the limit of the work group for both queries`;
}

function costText(costUsd: number): string {
  return costUsd < 0.01 ? 'less than 0.01 USD' : `${costUsd.toFixed(2)} USD`;
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
