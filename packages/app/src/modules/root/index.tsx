import {
  createFrontendModule,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { Navigate } from 'react-router-dom';

/** What people come for is the first page they see. */
const rootPage = PageBlueprint.make({
  name: 'root',
  params: {
    path: '/',
    loader: async () => <Navigate to="/sluice" replace />,
  },
});

export const rootModule = createFrontendModule({
  pluginId: 'app',
  extensions: [rootPage],
});
