import { Badge } from '@backstage/ui';
import { hasRead, isStandIn } from './engine';

/** What read the data; anything but Spark is marked. */
export function EngineMark({ engine }: { engine: string }) {
  if (!hasRead(engine)) return <>Nothing was read</>;
  return (
    <>
      {engine} {isStandIn(engine) && <Badge size="small">Not Spark</Badge>}
    </>
  );
}
