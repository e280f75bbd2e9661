import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../../src/rules/generated-files.js';
import { shippedDeclaration } from './shipped-declaration.js';

const folder = new URL('../../grafana/', import.meta.url);

describe('the committed files that are made from the objectives', () => {
  it.each(generatedFiles(shippedDeclaration()))(
    '$path is what the profile canary declares',
    ({ path, text }) => {
      const committed = readFileSync(new URL(path, folder), 'utf8');
      expect(committed, `grafana/${path} differs: run npm run generate, and commit what it writes`).toBe(
        text,
      );
    },
  );
});
