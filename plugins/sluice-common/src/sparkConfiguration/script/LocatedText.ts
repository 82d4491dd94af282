/** Stands in a text for what is not known before the script runs. */
export const UNKNOWN = '\uE000';

/** A text that is made up as the script runs, with where each character of it is written. */
export class LocatedText {
  private readonly parts: string[] = [];
  private readonly starts: number[] = [];
  private readonly offsets: { from: number; moves: boolean }[] = [];
  private size = 0;

  /**
   * @param from - offset in the script
   * @param moves - whether each character has an offset of its own
   */
  add(text: string, from: number, moves: boolean): void {
    if (!text) return;
    this.parts.push(text);
    this.starts.push(this.size);
    this.offsets.push({ from, moves });
    this.size += text.length;
  }

  toString(): string {
    return this.parts.join('');
  }

  /** Offset in the script of a character of the text. */
  offsetOf(index: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.starts[middle] <= index) low = middle;
      else high = middle - 1;
    }
    const { from, moves } = this.offsets[low] ?? { from: 0, moves: false };
    return moves ? from + index - this.starts[low] : from;
  }
}
