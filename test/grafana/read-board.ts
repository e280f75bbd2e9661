interface DataSource {
  readonly type: string;
  readonly uid: string;
}

interface Target {
  readonly expr: string;
  readonly refId: string;
  readonly datasource?: DataSource;
}

/** A panel as Grafana reads it; a row is one too. */
export interface ReadPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly datasource?: DataSource;
  readonly targets?: readonly Target[];
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig?: {
    readonly defaults: {
      readonly unit?: string;
      readonly custom?: { readonly thresholdsStyle?: { readonly mode: string } };
      readonly thresholds?: {
        readonly steps: readonly { readonly value: number | null; readonly color: string }[];
      };
    };
  };
}

/** A dashboard as Grafana reads it. */
export interface ReadBoard {
  readonly uid: string;
  readonly schemaVersion: number;
  readonly time: { readonly from: string; readonly to: string };
  readonly refresh: string;
  readonly panels: readonly ReadPanel[];
  readonly templating: {
    readonly list: readonly {
      readonly name: string;
      readonly type: string;
      readonly query: unknown;
      readonly datasource?: DataSource;
    }[];
  };
  readonly annotations: {
    readonly list: readonly {
      readonly name: string;
      readonly expr: string;
      readonly datasource?: DataSource;
    }[];
  };
  readonly links: readonly {
    readonly title: string;
    readonly url: string;
    readonly keepTime: boolean;
    readonly includeVars: boolean;
  }[];
}

/** The dashboard in a JSON text. */
export function readBoard(text: string): ReadBoard {
  return JSON.parse(text) as ReadBoard;
}
