import { Route, Routes } from 'react-router-dom';
import { AttestationPage } from './AttestationPage';
import { AttestationsPage } from './AttestationsPage';

/** The list, and an attestation. */
export function AttestationsRoutes() {
  return (
    <Routes>
      <Route index element={<AttestationsPage />} />
      <Route path=":attestationId" element={<AttestationPage />} />
    </Routes>
  );
}
