/** What answers and history can be had as. */
export const DATA_FORMATS = [
  ['csv', 'CSV'],
  ['json', 'JSON'],
] as const;
