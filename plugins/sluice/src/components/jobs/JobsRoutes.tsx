import { Route, Routes } from 'react-router-dom';
import { JobRunPage } from './JobRunPage';
import { JobsPage } from './JobsPage';

/** The list, and a run. */
export function JobsRoutes() {
  return (
    <Routes>
      <Route index element={<JobsPage />} />
      <Route path=":jobRunId" element={<JobRunPage />} />
    </Routes>
  );
}
