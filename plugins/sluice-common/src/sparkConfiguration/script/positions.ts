/** Lines and columns of a text, both from 1. */
export class Positions {
  /** Where each line begins. */
  private readonly starts: number[] = [0];

  constructor(private readonly text: string) {
    for (const end of text.matchAll(/\r\n|\n|\r/g)) {
      this.starts.push(end.index + end[0].length);
    }
  }

  of(offset: number): { line: number; column: number } {
    const at = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.starts[middle] <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - this.starts[low] + 1 };
  }
}
