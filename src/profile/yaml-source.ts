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

/** No profile is nested deeper; the walks over its value may then call themselves for each level. */
const maxDepth = 20;

const tooDeep = `lists or mappings are nested more than ${maxDepth} deep; wanted a profile`;

/** Where something stands in the file; both from 1. */
export interface SourcePlace {
  readonly line: number;
  readonly column: number;
}

/** A readable YAML text: its value, and where each part of it stands. */
export interface YamlSource {
  readonly value: unknown;
  /** The last key of `path`, or the scalar it holds; for a missing part the nearest thing around it. */
  placeOf(path: ProfilePath, at: 'key' | 'value'): SourcePlace;
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
    const placeOf: YamlSource['placeOf'] = (path, at) =>
      placeAt(lines, offsetOf(document.contents, path, at));
    return { value: document.toJS(), placeOf };
  } catch (error) {
    // The parser calls itself for each level; where it gave up can't be told.
    if (error instanceof RangeError) return [{ line: 1, column: 1, sentence: tooDeep }];
    throw error;
  }
}

function faultsOf(document: Document.Parsed, text: string, lines: LineCounter): YamlFault[] {
  const faults = [...document.errors, ...document.warnings].map((problem) => ({
    ...placeAt(lines, problem.pos[0]),
    sentence: sentenceOf(problem, text),
  }));
  const refuse = (node: Node, sentence: string) => {
    faults.push({ ...placeAt(lines, node.range?.[0] ?? 0), sentence });
  };
  visit(document, {
    Alias: (_key, node) => refuse(node, `*${node.source} is a YAML alias; wanted the value itself`),
    Value: (_key, node, ancestors) => {
      if (node.anchor !== undefined) refuse(node, `&${node.anchor} is a YAML anchor; wanted the value alone`);
      if (ancestors.length <= maxDepth * 2) return undefined;
      refuse(node, tooDeep);
      return visit.BREAK;
    },
  });
  return withoutRepetition(faults);
}

/** A deeply nested text makes the parser complain at each level: the depth says it all then. */
function withoutRepetition(faults: readonly YamlFault[]): YamlFault[] {
  const deep = faults.find(({ sentence }) => sentence === tooDeep);
  if (deep !== undefined) return [deep];
  const seen = new Map(faults.map((fault) => [`${fault.line}:${fault.column}:${fault.sentence}`, fault]));
  return [...seen.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}

function sentenceOf(problem: YAMLError, text: string): string {
  if (problem.code === 'DUPLICATE_KEY') {
    const [key = ''] = /^["']?[^\s:"']*/.exec(text.slice(problem.pos[0])) ?? [];
    return `${quoted(key.replace(/^["']/, ''))} stands twice in one mapping; wanted each key once`;
  }
  if (problem.code === 'MULTIPLE_DOCS') return 'a second YAML document begins; wanted one profile in a file';
  // A parser that ran out of stack says so among its errors.
  if (problem.message.includes('call stack')) return tooDeep;
  return `this cannot be read as YAML: ${withoutSecrets(problem.message)}`;
}

function placeAt(lines: LineCounter, offset: number): SourcePlace {
  const { line, col } = lines.linePos(offset);
  // The counter answers line 0 for an empty text.
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
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
