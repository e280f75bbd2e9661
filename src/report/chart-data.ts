/** What the charts of a page are drawn from, as the page's element `data` holds it. */
export interface PageData {
  readonly charts: readonly ChartData[];
}

/** One chart over time. */
export interface ChartData {
  /** The id of the element that it is drawn into. */
  readonly id: string;
  /** What its values are: decides the scale and how they are written. */
  readonly unit: 'perSecond' | 'count' | 'ms';
  /** Equal ratios at equal distances. Its values are above zero. */
  readonly isLogarithmic: boolean;
  /** Seconds from the first planned order to the beginning of each interval. */
  readonly seconds: readonly number[];
  readonly lines: readonly LineData[];
}

/** One line of a chart: a value for each interval, null where there is none. */
export interface LineData {
  readonly name: string;
  /** Which of the page's line styles it has, from 0. */
  readonly style: number;
  /** Drawn thin and dotted: what was promised of the line of the same style, not what was seen. */
  readonly isPromise?: boolean;
  readonly values: readonly (number | null)[];
}
