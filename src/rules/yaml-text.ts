import { stringify } from 'yaml';

/** Values as YAML documents, under a comment that says where they come from. Texts of several lines stay as they are written. */
export function yamlText(profileName: string, documents: readonly unknown[]): string {
  const comment = `# Generated from the objectives of the profile ${profileName} by: npm run generate\n`;
  const texts = documents.map((value) =>
    stringify(value, { lineWidth: 0, blockQuote: 'literal', aliasDuplicateObjects: false }),
  );
  return comment + texts.join('---\n');
}
