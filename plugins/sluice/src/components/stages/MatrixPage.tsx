import { useSearchParams } from 'react-router-dom';
import { Flex, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { AccessMatrix } from '../accessMatrix';
import { StagesView } from './StagesView';

/** Teams and tables as a matrix, or stage by stage. */
export function MatrixPage() {
  const [search, setSearch] = useSearchParams();
  const view = search.get('view') === 'stages' ? 'stages' : 'matrix';
  return (
    <Flex direction="column" gap="4">
      <ToggleButtonGroup
        aria-label="Which view"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[view]}
        onSelectionChange={([chosen]) =>
          setSearch(chosen === 'stages' ? { view: 'stages' } : {})
        }
      >
        <ToggleButton id="matrix">Matrix</ToggleButton>
        <ToggleButton id="stages">Stages</ToggleButton>
      </ToggleButtonGroup>
      {view === 'stages' ? <StagesView /> : <AccessMatrix />}
    </Flex>
  );
}
