import { describe, expect, it } from 'vitest';
import { linearAxis, logarithmicAxis } from '../../src/report/axis.js';
import { capacityPage } from '../../src/report/capacity-page.js';
import { capacityPlot } from '../../src/report/capacity-plot.js';
import { htmlText } from '../../src/report/html-text.js';
import { searchWith, stepAt } from './hand-made-search.js';

describe('an axis', () => {
  it('has equal ratios at equal distances, and ticks at 1, 2 and 5', () => {
    const axis = logarithmicAxis(10, 1_000, 0, 200);
    expect([10, 100, 1_000].map((value) => Math.round(axis.at(value)))).toEqual([0, 100, 200]);
    expect(axis.ticks).toEqual([10, 20, 50, 100, 200, 500, 1_000]);
    expect(logarithmicAxis(90, 450, 0, 200).ticks).toEqual([90, 100, 200, 300, 400]);
  });

  it('begins at zero where it is a straight one', () => {
    const axis = linearAxis(0.22, 100, 0);
    expect(axis.ticks).toEqual([0, 0.05, 0.1, 0.150_000_000_000_000_02, 0.2]);
    expect(axis.at(0.11)).toBeCloseTo(50, 9);
  });
});

describe('the plot of a search', () => {
  it('marks each step by a form of its own and says what it means', () => {
    const limited = stepAt(800, { outcome: 'limited' });
    const plot = capacityPlot(searchWith({ steps: [...searchWith().steps, limited] }));
    expect(plot.match(/a4 4 0 1 0 8 0/g)).toHaveLength(2 * 4);
    expect(plot.match(/l8 8m0 -8l-8 8/g)).toHaveLength(2 * 4);
    expect(plot.match(/l5 9h-10z/g)).toHaveLength(4);
    expect(plot).toContain('<title>p95 at 386/s: 340 ms (the budgets hold)</title>');
    expect(plot).toContain('<title>p99 at 403/s: &gt; 4.00 s (the API breaks them)</title>');
    expect(plot).toContain('<title>0.20 % at 800/s (this machine was the limit');
  });

  it('draws its lines through one step a rate, and not through what the machine distorted', () => {
    const limited = stepAt(800, { outcome: 'limited' });
    const points = (steps = searchWith().steps) =>
      [...capacityPlot(searchWith({ steps })).matchAll(/<polyline [^>]*points="([^"]*)"/g)].map(
        ([, text = '']) => text.split(' ').length,
      );
    expect(points()).toEqual([3, 3, 3, 3]);
    expect(points([...searchWith().steps, limited])).toEqual([3, 3, 3, 3]);
  });

  it('shows the budgets on its percentiles, and the answer', () => {
    const plot = capacityPlot(searchWith());
    expect(plot).toContain('>delivery.p95 &lt; 900ms</text>');
    expect(plot.match(/class="line budget/g)).toHaveLength(1);
    expect(plot).toMatch(/class="answer"[^>]*>386\/s</);
  });

  it('holds no figure that is no number, even for a single step and for none', () => {
    expect(capacityPlot(searchWith({ steps: [] }))).toBe('');
    for (const steps of [[stepAt(5)], searchWith().steps]) {
      expect(capacityPlot(searchWith({ steps }))).not.toMatch(/NaN|Infinity/);
    }
  });
});

describe('the page of a search', () => {
  it('needs nothing from anywhere, and knows light and dark', () => {
    const page = capacityPage(searchWith());
    expect(page).not.toMatch(/https?:|<script|<link|@import|url\(/);
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).toContain('<p>386/s: the budgets hold there, and do not at 403/s</p>');
  });

  it('holds the table of all steps, and why rates do not hold', () => {
    const page = capacityPage(searchWith());
    expect(page.match(/<tr>/g)).toHaveLength(1 + 4);
    expect(page).toContain('<td>&gt; 4.00 s</td>');
    expect(page).toContain('<li>403/s: delivery.p95 &lt; 900ms does not hold');
  });

  it('lets no text of a profile or an API become part of the page', () => {
    const reasons = ['<img src=x onerror="boom()"> & more'];
    const page = capacityPage(searchWith({ steps: [stepAt(10, { outcome: 'broken', reasons })] }));
    expect(page).not.toContain('<img');
    expect(page).toContain(htmlText('<img src=x onerror="boom()"> & more'));
  });
});
