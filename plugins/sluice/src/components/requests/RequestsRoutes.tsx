import { Route, Routes } from 'react-router-dom';
import { RequestPage } from './RequestPage';
import { RequestsPage } from './RequestsPage';

/** The lists, and a request. */
export function RequestsRoutes() {
  return (
    <Routes>
      <Route index element={<RequestsPage />} />
      <Route path=":requestId" element={<RequestPage />} />
    </Routes>
  );
}
