/** Hands the fields of an outcome that are there to the task. */
export function setOutputs(
  context: { output(name: never, value: never): void },
  outputs: Record<string, string | undefined>,
): void {
  for (const [name, value] of Object.entries(outputs)) {
    if (value !== undefined) context.output(name as never, value as never);
  }
}
