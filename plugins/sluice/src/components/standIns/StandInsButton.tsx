import { useState } from 'react';
import { RiUserSharedLine } from '@remixicon/react';
import { Button } from '@backstage/ui';
import { StandInsDialog } from './StandInsDialog';

/** Opens who decides in whose place. */
export function StandInsButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="secondary"
        iconStart={<RiUserSharedLine aria-hidden />}
        onPress={() => setOpen(true)}
      >
        Stand-ins…
      </Button>
      {isOpen && <StandInsDialog onClose={() => setOpen(false)} />}
    </>
  );
}
