import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { navModule } from './modules/nav';
import { rootModule } from './modules/root';
import { signInModule } from './modules/signIn';

// The other plugins, Sluice's among them, are found by `app.packages`.
export default createApp({
  features: [catalogPlugin, navModule, rootModule, signInModule],
});
