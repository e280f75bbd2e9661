import { isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml';
import { maxProfileLength } from './max-profile-length.js';
import type { ProfilePath } from './profile-path.js';
import { placeAt, type SourcePlace } from './source-place.js';
import { tooDeepFault, type YamlFault, yamlFaults } from './yaml-faults.js';

/** A readable YAML text: its value, and where each part of it stands. */
export interface YamlSource {
  readonly value: unknown;
  /** The last key of `path`, or the scalar it holds; for a missing part the nearest thing around it. */
  placeOf(path: ProfilePath, at: 'key' | 'value'): SourcePlace;
}

/** Reads YAML, or says what is wrong with it. Never throws. */
export function readYaml(text: string): YamlSource | readonly YamlFault[] {
  if (text.length > maxProfileLength) {
    return [{ line: 1, column: 1, sentence: `a profile has at most ${maxProfileLength} characters` }];
  }
  try {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
    const faults = yamlFaults(document, text, lines);
    if (faults.length > 0) return faults;
    const placeOf: YamlSource['placeOf'] = (path, at) =>
      placeAt(lines, offsetOf(document.contents, path, at));
    return { value: document.toJS(), placeOf };
  } catch (error) {
    // The parser calls itself for each level of nesting.
    if (error instanceof RangeError) return [tooDeepFault];
    throw error;
  }
}

/** The offset of what `path` leads to, as far as it leads. */
function offsetOf(root: unknown, path: ProfilePath, at: 'key' | 'value'): number {
  let node = root;
  let offset = 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => keyOf(item) === part);
      if (pair === undefined) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      offset = startOf(node) ?? offset;
    }
  }
  // Of a list or mapping the key says more than its first line. An empty value has no place of its own.
  return at === 'value' && isScalar(node) && node.source !== '' ? (startOf(node) ?? offset) : offset;
}

function keyOf(pair: Pair): string {
  return String(isScalar(pair.key) ? pair.key.value : pair.key);
}

function startOf(node: unknown): number | undefined {
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return undefined;
  return node.range?.[0];
}
