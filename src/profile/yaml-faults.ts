import { type Document, type LineCounter, type Node, visit, type YAMLError } from 'yaml';
import { quoted, withoutSecrets } from './show-value.js';
import { placeAt, type SourcePlace } from './source-place.js';

/** Why a text can't be read as YAML: `sentence` follows file and line. */
export interface YamlFault extends SourcePlace {
  readonly sentence: string;
}

/** No profile is nested deeper; the walks over its value may then call themselves for each level. */
const maxDepth = 20;
/** A mapping within a mapping is two steps down for the parser: the pair and its value. */
const maxAncestors = maxDepth * 2;

const tooDeep = `lists or mappings are nested more than ${maxDepth} deep; wanted a profile`;

/** For a text in which the parser itself ran out of stack: it can't be told where. */
export const tooDeepFault: YamlFault = { line: 1, column: 1, sentence: tooDeep };

/**
 * What is wrong with a parsed document, in the order of the text. Aliases, anchors and unknown tags are refused, so that
 * every value of a profile stands in one place and is what it looks like.
 */
export function yamlFaults(document: Document.Parsed, text: string, lines: LineCounter): YamlFault[] {
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
      if (ancestors.length <= maxAncestors) return undefined;
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
