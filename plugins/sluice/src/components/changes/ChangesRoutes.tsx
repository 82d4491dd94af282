import { Route, Routes } from 'react-router-dom';
import { ChangePage } from './ChangePage';
import { ChangesPage } from './ChangesPage';
import { PlanPage } from './PlanPage';

/** The list, a change, and a plan that may become one. */
export function ChangesRoutes() {
  return (
    <Routes>
      <Route index element={<ChangesPage />} />
      <Route path="plans/:planId" element={<PlanPage />} />
      <Route path=":changeId" element={<ChangePage />} />
    </Routes>
  );
}
