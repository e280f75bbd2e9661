const wordBytes = 4;

/** Fixed bytes of a line, such as a key with what stands around it; at least four. */
export class LineKey {
  readonly length: number;
  /** The bytes in words of four, the lowest byte first; what does not fill a word is in the last one again. */
  readonly words: Int32Array;
  /** The last four bytes. */
  readonly lastWord: number;

  constructor(text: string) {
    const bytes = Buffer.from(text);
    this.length = bytes.length;
    this.words = new Int32Array(Math.floor(bytes.length / wordBytes));
    for (let index = 0; index < this.words.length; index += 1) {
      this.words[index] = bytes.readInt32LE(index * wordBytes);
    }
    this.lastWord = bytes.readInt32LE(bytes.length - wordBytes);
  }

  /** Whether these bytes stand at `at`. All words are looked at, since they hardly ever differ. */
  standsAt(view: DataView, at: number): boolean {
    const { words } = this;
    let difference = view.getInt32(at + this.length - wordBytes, true) ^ this.lastWord;
    for (let index = 0; index < words.length; index += 1) {
      difference |= view.getInt32(at + index * wordBytes, true) ^ (words[index] ?? 0);
    }
    return difference === 0;
  }
}
