import { Route, Routes } from 'react-router-dom';
import { RequestsPage } from './RequestsPage';

/** The lists, and a request. */
export function RequestsRoutes() {
  return (
    <Routes>
      <Route index element={<RequestsPage />} />
    </Routes>
  );
}
