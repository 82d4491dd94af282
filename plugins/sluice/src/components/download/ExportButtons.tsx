import { RiDownload2Line } from '@remixicon/react';
import { Button, Flex, Text } from '@backstage/ui';
import { ErrorState } from '../states';
import { useAction } from '../useAction';
import { downloadFile } from './downloadFile';
import styles from './download.module.css';

/** A button for each format in which something can be had as a file. */
export function ExportButtons<Format extends string>({
  what,
  text = 'Export as',
  formats,
  getFile,
}: {
  /** What is exported, as the object of a sentence: "the plan". */
  what: string;
  /** What stands before the buttons. */
  text?: string;
  /** Formats and their titles. */
  formats: readonly (readonly [Format, string])[];
  getFile: (format: Format) => Promise<{ fileName: string; content: string }>;
}) {
  const download = useAction({
    action: getFile,
    onSuccess: ({ fileName, content }) => downloadFile(fileName, content),
  });
  return (
    <Flex direction="column" gap="3">
      <Flex
        align="center"
        gap="2"
        role="group"
        aria-label={`Export ${what}`}
        className={styles.buttons}
      >
        <Text variant="body-small" color="secondary">
          {text}
        </Text>
        {formats.map(([format, title]) => (
          <Button
            key={format}
            variant="secondary"
            size="small"
            iconStart={<RiDownload2Line aria-hidden />}
            aria-label={`Export as ${title}`}
            isDisabled={download.isPending}
            onPress={() => download.start(format)}
          >
            {title}
          </Button>
        ))}
      </Flex>
      {download.error && (
        <ErrorState error={download.error} action="export" what={what} />
      )}
    </Flex>
  );
}
