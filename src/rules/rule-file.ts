import type { Declaration, GeneratedFile } from './generated-file.js';
import { ruleGroups } from './rule-groups.js';
import { yamlText } from './yaml-text.js';

/** The recording and alerting rules for Prometheus 2.42 and later. */
export function ruleFile(declaration: Declaration): GeneratedFile[] {
  const { objectives, profileName } = declaration;
  return [
    {
      path: 'rules/foxload.rules.yml',
      text: yamlText(profileName, [{ groups: ruleGroups(objectives, declaration) }]),
    },
  ];
}
