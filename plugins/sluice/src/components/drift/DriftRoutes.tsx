import { Route, Routes } from 'react-router-dom';
import { DriftItemPage } from './DriftItemPage';
import { DriftPage } from './DriftPage';

/** The list, and a difference. */
export function DriftRoutes() {
  return (
    <Routes>
      <Route index element={<DriftPage />} />
      <Route path=":driftId" element={<DriftItemPage />} />
    </Routes>
  );
}
