import { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';

/** How previews are run. */
export interface PreviewConfig {
  /** Athena work group in each team's account. */
  workGroup: string;
  /** Where Athena writes results, by account id; a work group may say so itself. */
  outputLocations: Record<string, string>;
  /** Whether a work group may do without a limit of scanned bytes. */
  allowUnlimitedScan: boolean;
  usdPerTerabyte: number;
}

/**
 * Reads `sluice.preview`.
 *
 * @throws InputError naming the key that is wrong
 */
export function readPreviewConfig(config: RootConfigService): PreviewConfig {
  const preview = config.getOptionalConfig('sluice.preview');
  const locations = preview?.getOptionalConfigArray('outputLocations') ?? [];
  const usdPerTerabyte = preview?.getOptionalNumber('usdPerTerabyte') ?? 5;
  if (usdPerTerabyte < 0) {
    throw new InputError(
      `sluice.preview.usdPerTerabyte is ${usdPerTerabyte}; it must not be negative`,
    );
  }
  return {
    workGroup: preview?.getOptionalString('workGroup') ?? 'primary',
    outputLocations: Object.fromEntries(
      locations.map(each => [
        each.getString('accountId'),
        each.getString('location'),
      ]),
    ),
    allowUnlimitedScan:
      preview?.getOptionalBoolean('allowUnlimitedScan') ?? false,
    usdPerTerabyte,
  };
}
