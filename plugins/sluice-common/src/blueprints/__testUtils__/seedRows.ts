type Row = (string | number)[];

const FIVE_MINUTES_MS = 5 * 60_000;

/** Appends `created_at` and `updated_at`: five minutes after the row before. */
function withTimestamps(firstRowAt: string, rows: Row[]): Row[] {
  return rows.map((row, index) => {
    const at = new Date(Date.parse(`${firstRowAt}Z`) + index * FIVE_MINUTES_MS)
      .toISOString()
      .slice(0, 19)
      .replace('T', ' ');
    return [...row, at, at];
  });
}

// prettier-ignore
/** Seed reference 2. Synthetic; nobody is meant. */
export const PATIENTS_ROWS = withTimestamps('2025-03-28T10:00:00', [
  [1001, 'fgac1 John', '1980-05-15', 'M', 'Los Angeles', 'California', '123-45-6789'],
  [1002, 'fgac2 Maria', '1992-08-22', 'F', 'San Francisco', 'California', '234-56-7890'],
  [1003, 'fgac3 David', '1975-12-01', 'M', 'San Diego', 'California', '345-67-8901'],
  [1004, 'fgac4 Sarah', '1988-03-30', 'F', 'Sacramento', 'California', '456-78-9012'],
  [1005, 'fgac5 Robert', '1995-07-07', 'M', 'Houston', 'Texas', '567-89-0123'],
  [1006, 'fgac6 Emily', '1982-11-18', 'F', 'Austin', 'Texas', '678-90-1234'],
  [1007, 'fgac7 Michael', '1979-09-25', 'M', 'Dallas', 'Texas', '789-01-2345'],
  [1008, 'fgac8 Lisa', '1990-02-14', 'F', 'San Antonio', 'Texas', '890-12-3456'],
  [1009, 'fgac9 James', '1987-06-03', 'M', 'New York City', 'New York', '901-23-4567'],
  [1010, 'fgac10 Amanda', '1993-04-11', 'F', 'Buffalo', 'New York', '012-34-5678'],
  [1011, 'fgac11 Kevin', '1985-08-19', 'M', 'Rochester', 'New York', '123-45-6789'],
  [1012, 'fgac12 Rachel', '1991-12-25', 'F', 'Albany', 'New York', '234-56-7890'],
]);

// prettier-ignore
/** Seed reference 2. */
export const CLAIMS_ROWS = withTimestamps('2025-03-28T11:00:00', [
  ['CLM001', 1001, '2025-03-15', 'J45.901', '99213', '150.00', 'Approved', 'DR123'],
  ['CLM002', 1002, '2025-03-20', 'M54.5', '97110', '200.00', 'Pending', 'DR456'],
  ['CLM003', 1003, '2025-03-25', 'I10', '99214', '175.00', 'Approved', 'DR789'],
  ['CLM004', 1004, '2025-03-18', 'E11.9', '82947', '80.00', 'Approved', 'DR234'],
  ['CLM005', 1005, '2025-03-22', 'J30.1', '95004', '300.00', 'Pending', 'DR567'],
  ['CLM006', 1006, '2025-03-27', 'K21.9', '43235', '500.00', 'Approved', 'DR890'],
  ['CLM007', 1007, '2025-03-16', 'M25.511', '73560', '125.00', 'Denied', 'DR012'],
  ['CLM008', 1008, '2025-03-21', 'N39.0', '81001', '50.00', 'Approved', 'DR345'],
  ['CLM009', 1009, '2025-03-26', 'L40.0', '96910', '250.00', 'Pending', 'DR678'],
  ['CLM010', 1010, '2025-03-19', 'F41.1', '90834', '180.00', 'Approved', 'DR901'],
]);
