import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { Card, CardBody, CardFooter, CardHeader, Text } from '@backstage/ui';
import { type AskedAccess, titleOf } from './askedAccess';
import { RequestActions } from './RequestActions';
import { RequestFields } from './RequestFields';
import { type RequestFormBasis, RequestFormLoader } from './RequestFormLoader';
import { useRequestForm } from './useRequestForm';

/**
 * The form by itself, for links of mails, templates and jobs that were denied.
 * Team and tables stand in the URL: `?team=group:default/care&table=resource:…`.
 */
export function RequestAccessPage() {
  const [search] = useSearchParams();
  const asked = useMemo<AskedAccess>(
    () => ({
      kind: 'new',
      team: refsIn(search, 'team', 'group')[0],
      tables: refsIn(search, 'table', 'resource'),
    }),
    [search],
  );
  return (
    // Another link is another form.
    <RequestFormLoader key={search.toString()} asked={asked}>
      {basis => <Form asked={asked} basis={basis} />}
    </RequestFormLoader>
  );
}

/** Entity refs in full; what is none stays as it is, and the form says so. */
function refsIn(
  search: URLSearchParams,
  key: string,
  defaultKind: string,
): string[] {
  const refs = search
    .getAll(key)
    .filter(Boolean)
    .map(text => {
      try {
        return stringifyEntityRef(parseEntityRef(text, { defaultKind }));
      } catch {
        return text;
      }
    });
  return [...new Set(refs)];
}

function Form({
  asked,
  basis,
}: {
  asked: AskedAccess;
  basis: RequestFormBasis;
}) {
  const form = useRequestForm({ ...basis, asked, onDone: () => {} });
  return (
    <Card>
      <CardHeader>
        <Text as="h2" variant="title-small">
          {titleOf(asked)}
        </Text>
      </CardHeader>
      <CardBody>
        <RequestFields form={form} asked={asked} teams={basis.teams} />
      </CardBody>
      <CardFooter>
        <RequestActions form={form} />
      </CardFooter>
    </Card>
  );
}
