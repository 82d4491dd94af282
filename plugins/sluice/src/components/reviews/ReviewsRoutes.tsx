import { Route, Routes } from 'react-router-dom';
import { ReviewPage } from './ReviewPage';
import { ReviewsPage } from './ReviewsPage';

/** The list, and a review. */
export function ReviewsRoutes() {
  return (
    <Routes>
      <Route index element={<ReviewsPage />} />
      <Route path=":reviewId" element={<ReviewPage />} />
    </Routes>
  );
}
