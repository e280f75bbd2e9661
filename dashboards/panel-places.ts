import type { GridPos } from '@grafana/grafana-foundation-sdk/dashboard';

/** Grafana's grid. */
const columns = 24;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where panels of these sizes go from the line `y` on: left to right, and a new line where one does not fit any more. */
export function panelPlaces(sizes: readonly Size[], y: number): { places: GridPos[]; endY: number } {
  const places: GridPos[] = [];
  let x = 0;
  let lineY = y;
  let endY = y;
  for (const { width: w, height: h } of sizes) {
    if (x + w > columns) {
      x = 0;
      lineY = endY;
    }
    places.push({ x, y: lineY, w, h });
    x += w;
    endY = Math.max(endY, lineY + h);
  }
  return { places, endY };
}
