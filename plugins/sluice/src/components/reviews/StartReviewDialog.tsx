import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Select,
  Text,
  TextField,
} from '@backstage/ui';
import { useQueryClient } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { reviewRouteRef } from '../../routes';
import { DateTimeField } from '../dateTime';
import { ErrorState } from '../states';
import { useAction } from '../useAction';

const ALL = 'all';
const MAX_TITLE = 200;

/** Asks the owners of grants to keep or revoke each. */
export function StartReviewDialog({
  products,
  onClose,
}: {
  /** Those whose access the person may have reviewed. */
  products: { entityRef: string; title: string }[];
  onClose: () => void;
}) {
  const api = useApi(sluiceApiRef);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const reviewRoute = useRouteRef(reviewRouteRef);
  const [title, setTitle] = useState('');
  const [product, setProduct] = useState(ALL);
  const [dueAt, setDueAt] = useState('');
  const start = useAction({
    action: () =>
      api.startReview({
        title: title.trim(),
        ...(product !== ALL && { product }),
        ...(dueAt && { dueAt }),
      }),
    onSuccess: review => {
      queries.setQueryData(['review', review.id], review);
      queries.invalidateQueries({ queryKey: ['reviews'] });
      onClose();
      if (reviewRoute) navigate(reviewRoute({ reviewId: review.id }));
    },
  });
  return (
    <Dialog
      isOpen
      isDismissable={!start.isPending}
      width={560}
      onOpenChange={isOpen => {
        if (!isOpen) onClose();
      }}
    >
      <DialogHeader>Start a review</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          {start.error && (
            <ErrorState error={start.error} action="start" what="the review" />
          )}
          <Text>
            The owners of the data products are notified. They keep or revoke
            each grant that was agreed on and has not ended.
          </Text>
          <TextField
            label="Title"
            description="What the review is for, such as: Access in the first quarter."
            isRequired
            maxLength={MAX_TITLE}
            value={title}
            onChange={setTitle}
          />
          <Select
            label="About"
            search={{ placeholder: 'Search' }}
            options={[
              { id: ALL, label: 'All data products that you may review' },
              ...products.map(({ entityRef, title: label }) => ({
                id: entityRef,
                label,
              })),
            ]}
            value={product}
            onChange={chosen => setProduct(chosen ? String(chosen) : ALL)}
          />
          <DateTimeField
            label="Due"
            description="Without it, as long as the configuration of Sluice says."
            value={dueAt}
            onChange={setDueAt}
          />
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          Cancel
        </Button>
        <Button
          isPending={start.isPending}
          isDisabled={title.trim() === ''}
          onPress={() => start.start()}
        >
          Start the review
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
