/** What came of a file that a person has chosen. */
export type ScriptFile =
  | { name: string; text: string }
  | { problem: string; text?: undefined };

/** Length in UTF-8, as the backend counts it. */
export function bytesOf(text: string): number {
  return new Blob([text]).size;
}

/** The text of a file, with line ends as a text area has them. */
export async function readScriptFile(
  file: File,
  mostBytes: number,
): Promise<ScriptFile> {
  // Before it is read: somebody may have chosen the data instead.
  if (file.size > mostBytes) {
    return {
      problem: `${file.name} has ${file.size} bytes; ${mostBytes} is the most for a script. Choose another file.`,
    };
  }
  let text: string;
  try {
    text = await textOf(file);
  } catch {
    return {
      problem: `The browser could not read ${file.name}. Choose it again, or paste its text.`,
    };
  }
  // The second is what takes the place of bytes that are no UTF-8.
  if (text.includes('\0') || text.includes('\uFFFD')) {
    return {
      problem: `${file.name} is no text in UTF-8. Save it as UTF-8, or choose another file.`,
    };
  }
  return { name: scriptNameOf(file), text: text.replace(/\r\n?/g, '\n') };
}

function textOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error);
    reader.readAsText(file);
  });
}

/** The name of the file, as far as it can be one of a script. */
function scriptNameOf({ name }: File): string {
  return name.replace(/[^A-Za-z0-9._-]+/g, '-').slice(-64);
}
