import { Route, Routes } from 'react-router-dom';
import { AccountPage } from './AccountPage';
import { AccountsPage } from './AccountsPage';

/** The list, and one account. */
export function AccountsRoutes() {
  return (
    <Routes>
      <Route index element={<AccountsPage />} />
      <Route path=":accountName" element={<AccountPage />} />
    </Routes>
  );
}
