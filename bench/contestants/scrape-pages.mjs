// Scrapes the metrics page of a contestant, as Prometheus would.
import { get } from 'node:http';
import { warmUpMs } from '../settings.mjs';

const scrapeEveryMs = 5_000;
/**
 * While the contestant warms up. The first pages are made by code that has never run, and are answered by a server that has not met a scraper: that is no more
 * a part of the measure than other cold code.
 */
const firstScrapes = { count: 2, everyMs: warmUpMs / 6 };

/** From when the contestant says where its page is. */
export function scrapePages(contestant) {
  let timer = null;
  let scrapes = 0;
  const next = (metricsUrl) => {
    const waitMs = scrapes < firstScrapes.count ? firstScrapes.everyMs : scrapeEveryMs;
    scrapes += 1;
    timer = setTimeout(scrape, waitMs, metricsUrl);
  };
  const scrape = (metricsUrl) => {
    // A contestant that is done goes, with its page on the way or not.
    get(metricsUrl, (page) => page.resume()).on('error', () => {});
    next(metricsUrl);
  };
  contestant.on('message', ({ metricsUrl }) => {
    if (metricsUrl !== undefined) next(metricsUrl);
  });
  return { stop: () => clearTimeout(timer) };
}
