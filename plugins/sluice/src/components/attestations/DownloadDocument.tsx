import { RiDownload2Line } from '@remixicon/react';
import { Button } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { downloadFile } from '../download/downloadFile';

/** The document as it is hashed: the SHA-256 of the file is the one that is shown. */
export function DownloadDocument({
  attestation: { document, summary },
}: {
  attestation: SluiceApi.Attestation;
}) {
  if (!document) return null;
  return (
    <Button
      variant="secondary"
      size="small"
      iconStart={<RiDownload2Line aria-hidden />}
      onPress={() =>
        // Neither spaces nor another order: either would change the hash.
        downloadFile(`attestation-${summary.id}.json`, JSON.stringify(document))
      }
    >
      Download as JSON
    </Button>
  );
}
