import { useSearchParams } from 'react-router-dom';
import { Flex } from '@backstage/ui';
import { useRequestUpdates } from '../requests';
import { HistoryExport } from './HistoryExport';
import { HistoryFilters } from './HistoryFilters';
import { filterIn, HistoryFilter, withFilter } from './historyFilter';
import { HistoryList } from './HistoryList';

const EVERYTHING: HistoryFilter = {};

/**
 * What happened to requests and grants, as far as the person may see it. The
 * filter stands in the URL, so that it can be sent on.
 */
export function History({ of = EVERYTHING }: { of?: HistoryFilter }) {
  useRequestUpdates();
  const [search, setSearch] = useSearchParams();
  const chosen = filterIn(search);
  const filter = { ...chosen, ...of };
  return (
    <Flex direction="column" gap="4">
      <HistoryFilters
        filter={filter}
        of={of}
        onChange={change =>
          setSearch(current => withFilter(current, change), { replace: true })
        }
      />
      <HistoryExport filter={filter} />
      <HistoryList
        key={JSON.stringify(filter)}
        filter={filter}
        isNarrowed={Object.keys(filter).length > Object.keys(of).length}
      />
    </Flex>
  );
}
