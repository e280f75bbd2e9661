import type { Objective } from '../profile/objective.js';
import { alertRule, type RuleOptions } from './alert.js';
import { burnAlerts } from './burn-alerts.js';
import { instrumentAlerts, instrumentRules } from './instrument-rules.js';
import { integrityAlerts, spendAlert } from './integrity-alerts.js';
import { budgetRules, declaredRules, windowRules } from './objective-rules.js';
import { outageAlerts } from './outage-alerts.js';
import type { RuleGroup } from './rule-group.js';
import { slowDeliveryAlerts } from './slow-delivery-alerts.js';

/** All rules for these objectives: what is recorded first, then what is told of. */
export function ruleGroups(objectives: readonly Objective[], options: RuleOptions): RuleGroup[] {
  const told = (drafts: readonly Parameters<typeof alertRule>[0][]) =>
    drafts.map((draft) => alertRule(draft, options));
  return [
    {
      name: 'foxload-instrument',
      interval: '1m',
      rules: [...objectives.flatMap(declaredRules), ...instrumentRules(), ...told(instrumentAlerts())],
    },
    // Looking back over weeks is dear, and changes slowly. Not above 4 minutes: after 5 a series counts as gone.
    { name: 'foxload-budgets', interval: '2m', rules: objectives.flatMap(budgetRules) },
    ...objectives.map((objective) => ({
      name: `foxload-${objective.name}`,
      interval: '1m',
      rules: [
        ...windowRules(objective),
        ...told(burnAlerts(objective)),
        ...told(slowDeliveryAlerts(objective)),
      ],
    })),
    { name: 'foxload-outage', interval: '1m', rules: told(outageAlerts(objectives)) },
    { name: 'foxload-integrity', interval: '1m', rules: told([...integrityAlerts(), spendAlert()]) },
  ];
}
