/** A way to write a quantity as text. */
export interface Unit {
  /** What messages call it: `duration`. */
  readonly noun: string;
  /** The source of a regular expression, without anchors, that every readable text matches as a whole. */
  readonly form: string;
  /** The quantity as a plain number, or null for a text of another form. Never negative, always finite. */
  parse(text: string): number | null;
}
