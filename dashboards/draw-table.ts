import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import type { TablePlan } from './dashboard-plan.js';
import { drawBasics } from './draw-basics.js';

/** A row for each series, with some of its labels as columns. */
export function drawTable(plan: TablePlan): PanelBuilder {
  const { columns, link } = plan;
  const panel = drawBasics(new PanelBuilder(), plan).withTransformation({
    id: 'filterFieldsByName',
    options: { include: { names: Object.keys(columns) } },
  });
  panel.withTransformation({
    id: 'organize',
    options: {
      excludeByName: {},
      indexByName: Object.fromEntries(Object.keys(columns).map((name, place) => [name, place])),
      renameByName: columns,
    },
  });
  if (link !== undefined) {
    panel.overrideByName(columns[link.column] ?? link.column, [
      { id: 'links', value: [{ title: link.title, url: link.url, targetBlank: true }] },
    ]);
  }
  return panel;
}
