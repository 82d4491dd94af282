import type { PropsWithChildren, ReactNode } from 'react';
import { Card, CardBody, CardHeader, Text } from '@backstage/ui';

/** A titled card of an entity page. */
export function Section({
  title,
  note,
  children,
}: PropsWithChildren<{ title: string; note?: ReactNode }>) {
  return (
    <Card>
      <CardHeader>
        <Text as="h3" variant="title-x-small">
          {title}
        </Text>
        {note && (
          <Text variant="body-small" color="secondary">
            {note}
          </Text>
        )}
      </CardHeader>
      <CardBody>{children}</CardBody>
    </Card>
  );
}
