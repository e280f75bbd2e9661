import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { ProfilePath } from './profile-path.js';
import { quoted, withoutSecrets } from './show-value.js';

/** A larger file is no profile. It also bounds the work that a hostile one can cause. */
export const maxProfileLength = 256 * 1024;

/** Where something stands in the file; both from 1. */
export interface SourcePlace {
  readonly line: number;
  readonly column: number;
}

/** A readable YAML text: its value, and where each part of it stands. */
export interface YamlSource {
  readonly value: unknown;
  /** The scalar at `path`, or the key of anything larger; for a missing part the nearest thing around it. */
  placeOf(path: ProfilePath): SourcePlace;
}

/** Why a text can't be read as YAML: `sentence` follows file and line. */
export interface YamlFault extends SourcePlace {
  readonly sentence: string;
}

/** Reads YAML, or says what is wrong with it. Never throws. Aliases, anchors and unknown tags are refused. */
export function readYaml(text: string): YamlSource | readonly YamlFault[] {
  if (text.length > maxProfileLength) {
    return [{ line: 1, column: 1, sentence: `a profile has at most ${maxProfileLength} characters` }];
  }
  try {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
    const faults = faultsOf(document, text, lines);
    if (faults.length > 0) return faults;
    return { value: document.toJS(), placeOf: (path) => placeAt(lines, offsetOf(document.contents, path)) };
  } catch (error) {
    // The parser calls itself for each level; there is no other way to tell where it gave up.
    if (error instanceof RangeError) {
      return [{ line: 1, column: 1, sentence: 'brackets or lists are nested too deeply to be read' }];
    }
    throw error;
  }
}

function faultsOf(document: Document.Parsed, text: string, lines: LineCounter): YamlFault[] {
  const problems = [...document.errors, ...document.warnings];
  const faults = problems.map((problem) => ({
    ...placeAt(lines, problem.pos[0]),
    sentence: sentenceOf(problem, text),
  }));
  const refuse = (node: Node, sentence: string) => {
    faults.push({ ...placeAt(lines, node.range?.[0] ?? 0), sentence });
  };
  visit(document, {
    Alias: (_key, node) => refuse(node, `*${node.source} is a YAML alias; wanted the value itself`),
    Value: (_key, node) => {
      if (node.anchor !== undefined) refuse(node, `&${node.anchor} is a YAML anchor; wanted the value alone`);
    },
  });
  return faults;
}

function sentenceOf(problem: YAMLError, text: string): string {
  if (problem.code === 'DUPLICATE_KEY') {
    const [key = ''] = /^["']?[^\s:"']*/.exec(text.slice(problem.pos[0])) ?? [];
    return `${quoted(key.replace(/^["']/, ''))} stands twice in one mapping; wanted each key once`;
  }
  if (problem.code === 'MULTIPLE_DOCS') return 'a second YAML document begins; wanted one profile in a file';
  return `this cannot be read as YAML: ${withoutSecrets(problem.message)}`;
}

function placeAt(lines: LineCounter, offset: number): SourcePlace {
  const { line, col } = lines.linePos(offset);
  // The counter answers line 0 for an empty text.
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** The offset of what `path` leads to, as far as it leads. */
function offsetOf(root: unknown, path: ProfilePath): number {
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
  // An empty value has its place after the colon, maybe on the next line: its key is the better place then.
  return isScalar(node) && node.source !== '' ? (startOf(node) ?? offset) : offset;
}

function keyOf(pair: Pair): string {
  return String(isScalar(pair.key) ? pair.key.value : pair.key);
}

function startOf(node: unknown): number | undefined {
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return undefined;
  return node.range?.[0];
}
