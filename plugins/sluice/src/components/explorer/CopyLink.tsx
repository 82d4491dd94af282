import { RiLinksLine } from '@remixicon/react';
import { Button, Flex, Text } from '@backstage/ui';
import { useAction } from '../useAction';

/** Copies the address of the page, which holds the question. */
export function CopyLink() {
  const copy = useAction({
    action: () => navigator.clipboard.writeText(window.location.href),
  });
  return (
    <Flex align="center" gap="2">
      <Button
        variant="secondary"
        size="small"
        iconStart={<RiLinksLine aria-hidden />}
        onPress={() => copy.start()}
      >
        Copy link
      </Button>
      <Text role="status" variant="body-small" color="secondary">
        {copy.isSuccess && 'Copied'}
        {copy.error && 'The browser does not allow it; copy the address.'}
      </Text>
    </Flex>
  );
}
