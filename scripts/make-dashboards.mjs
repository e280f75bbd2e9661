// Makes grafana/dashboards/*.json: `npm run generate` does it with everything else that comes from the objectives of a profile.
//
// The sources in dashboards/ are TypeScript that nothing but this runs, and the library they need is no part of the package. So
// they are bundled here and now, instead of being built into dist/.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The maker of the dashboards: from a declaration to files. */
export async function dashboardMaker() {
  const folder = mkdtempSync(join(tmpdir(), 'foxload-dashboards-'));
  try {
    const file = join(folder, 'dashboard-files.mjs');
    const input = 'dashboards/dashboard-files.ts';
    const bundle = await rolldown({ cwd: root, input, platform: 'node', logLevel: 'warn' });
    await bundle.write({ file, format: 'esm', codeSplitting: false });
    await bundle.close();
    const { dashboardFiles } = await import(pathToFileURL(file).href);
    return dashboardFiles;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
