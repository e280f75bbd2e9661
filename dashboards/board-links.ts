import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  type DashboardLink,
  DashboardLinkBuilder,
  DashboardLinkType,
} from '@grafana/grafana-foundation-sdk/dashboard';

/** The three dashboards, in the order in which one looks at them when something is wrong. */
export const boards = [
  { uid: 'foxload-service-level', title: 'foxload: service level' },
  { uid: 'foxload-run', title: 'foxload: run' },
  { uid: 'foxload-harness', title: 'foxload: harness' },
] as const;

/** The address of one of them; Grafana adds what was chosen, and the time. */
export function boardPath(uid: (typeof boards)[number]['uid']): string {
  return `/d/${uid}`;
}

function link(title: string, url: string): DashboardLinkBuilder {
  return new DashboardLinkBuilder(title).type(DashboardLinkType.Link).url(url);
}

/** Links to the other two, which keep what was chosen and the time, and to the runbook. */
export function boardLinks({ uid: own }: { readonly uid: string }): Builder<DashboardLink>[] {
  const others = boards.filter(({ uid }) => uid !== own);
  return [
    ...others.map(({ uid, title }) =>
      link(title, boardPath(uid)).includeVars(true).keepTime(true).icon('dashboard'),
    ),
    link('Runbook', '$' + '{runbook:raw}')
      .targetBlank(true)
      .icon('doc')
      .tooltip('What to do about each alert'),
  ];
}
