/** Whether something was made in the time that a listing asks for. */
export function createdWithin(
  createdAt: Date,
  input: { createdAfter?: string; createdBefore?: string },
): boolean {
  const { createdAfter, createdBefore } = input;
  return (
    (!createdAfter || createdAt >= new Date(createdAfter)) &&
    (!createdBefore || createdAt <= new Date(createdBefore))
  );
}
