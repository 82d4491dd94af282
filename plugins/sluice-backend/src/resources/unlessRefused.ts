/**
 * What AWS answers, or undefined when it refuses with one of these errors: for
 * reading what may be absent, making what may be there, deleting what may be gone.
 */
export async function unlessRefused<T>(
  errorNames: string | readonly string[],
  answer: Promise<T>,
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if ([errorNames].flat().includes((error as Error).name)) return undefined;
    throw error;
  }
}
