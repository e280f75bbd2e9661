/** One question to Prometheus, and how its answer is named. */
export interface Query {
  /** PromQL, with Grafana's variables. */
  readonly promql: string;
  /** Name of each series, with labels as `{{label}}`. */
  readonly legend: string;
  /** Asks for the end of the time range only: for figures over days, which would be dear at each point of a graph. */
  readonly instant?: true;
  /** Why a healthy system may have no answer. Without it no answer is a fault, and a test says so. */
  readonly mayBeEmpty?: string;
}

/** From this value on, in this colour; `null` begins the scale. */
export interface Step {
  readonly from: number | null;
  readonly colour: string;
}

interface PanelBasics {
  /** Unique on its dashboard. */
  readonly title: string;
  /** What it shows, and what to do when it looks bad. */
  readonly description: string;
  /** Grafana's name of a unit. */
  readonly unit: string;
  /** Of 24 columns; rows are 30 pixels. */
  readonly width: number;
  readonly height: number;
  readonly queries: readonly Query[];
  readonly steps?: readonly Step[];
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  /** Colours of series, by a word of their names. */
  readonly colours?: Readonly<Record<string, string>>;
  /** What stands there when there is no answer. */
  readonly noValue?: string;
}

/** One figure or one word. */
export interface StatPlan extends PanelBasics {
  readonly kind: 'stat';
  /** The name of the series, where that is the answer, instead of its value. */
  readonly show?: 'name';
}

/** Figures against a scale: round for one, bars for several. */
export interface GaugePlan extends PanelBasics {
  readonly kind: 'gauge' | 'bar-gauge';
}

/** Lines over time. */
export interface TimeSeriesPlan extends PanelBasics {
  readonly kind: 'time-series';
  /** Areas that add up to a total. */
  readonly stacked?: true;
  /** Draws a line at each of the steps. */
  readonly stepLines?: true;
  /** Series whose names match are drawn dashed. */
  readonly dashed?: string;
}

/** Buckets of a histogram over time. */
export interface HeatMapPlan extends PanelBasics {
  readonly kind: 'heat-map';
}

/** Labels of series as columns. */
export interface TablePlan extends PanelBasics {
  readonly kind: 'table';
  /** The columns to show, in this order, and what stands above each. */
  readonly columns: Readonly<Record<string, string>>;
  /** Where the cells of a column lead. */
  readonly link?: { readonly column: string; readonly title: string; readonly url: string };
}

export type PanelPlan = StatPlan | GaugePlan | TimeSeriesPlan | HeatMapPlan | TablePlan;

/** Panels under one heading, set from left to right, then in the next line. */
export interface RowPlan {
  readonly title: string;
  readonly panels: readonly PanelPlan[];
}

/** A dashboard before it is Grafana's. */
export interface DashboardPlan {
  /** Fixed, so that links to it stay valid. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** How far back it looks at first, and how often it asks anew: Grafana's durations. */
  readonly lookBack: string;
  readonly refresh: string;
  /** Lets a single run be chosen. */
  readonly choosesRun?: true;
  readonly rows: readonly RowPlan[];
}
