import { budgetSection } from '../report/budget-section.js';
import { htmlText } from '../report/html-text.js';
import { answerSection, provisionalSection } from './answer-section.js';
import type { HistoryRow } from './history-columns.js';
import type { LiveReading } from './live-reading.js';
import {
  anomalyTable,
  failureTable,
  generatorTable,
  inFlightTable,
  ledgerSums,
  percentileTable,
} from './live-tables.js';
import { liveTiles } from './live-tiles.js';
import { objectiveSection } from './objective-section.js';

/** A part of the page that changes with the readings: the id of its element, and its HTML. Empty where it has nothing to say. */
export interface LiveSection {
  readonly id: string;
  readonly html: string;
}

/**
 * Everything of the page that changes but the charts, the most important first. The server writes it once, for those without
 * JavaScript, and the browser with each reading by the same code.
 */
export function liveSections(reading: LiveReading, recent: readonly HistoryRow[]): readonly LiveSection[] {
  const { budgets } = reading;
  return [
    { id: 'about', html: about(reading) },
    { id: 'answer', html: answerSection(reading, recent) },
    { id: 'figures', html: liveTiles(reading, recent) },
    { id: 'provisional', html: provisionalSection(reading) },
    { id: 'percentiles', html: `<h2>Delivery time</h2>${percentileTable(reading)}` },
    { id: 'ledger', html: `<h2>Where the orders are</h2>${ledgerSums(reading)}${inFlightTable(reading)}` },
    { id: 'objectives', html: objectiveSection(reading) },
    { id: 'budgets', html: budgets.length === 0 ? '' : `<h2>Budgets</h2>${budgetSection(budgets)}` },
  ];
}

/** What stands below the charts. */
export function lowerSections(reading: LiveReading): readonly LiveSection[] {
  return [
    { id: 'failures', html: `<h2>Not delivered, by reason</h2>${failureTable(reading)}` },
    { id: 'webhooks', html: `<h2>Webhooks by class</h2>${anomalyTable(reading)}` },
    { id: 'harness', html: `<h2>foxload itself</h2>${generatorTable(reading)}` },
  ];
}

function about({ run, target, version }: LiveReading): string {
  const facts = [
    run.id,
    modeText(run.mode),
    run.dialect,
    ...(target === null ? [] : [target]),
    `foxload ${version}`,
  ];
  return `<h1>${htmlText(run.profile)}</h1>\n<p class="faint">${htmlText(facts.join(' · '))}</p>`;
}

/** Runs are called by their model, others by what they are. */
function modeText(mode: string): string {
  return mode === 'open' || mode === 'closed' ? `${mode} model` : mode;
}
