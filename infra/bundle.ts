import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import type { Settings } from '../shared/settings/settings.ts';

/** The handler of the function that remediates; the stack knows it by its path only. */
export const REMEDIATE_ENTRY = fileURLToPath(new URL('../lambdas/remediate/handler.ts', import.meta.url));

/** The handler of the function that writes Control Tower's bucket policies. */
export const CONTROL_TOWER_ENTRY = fileURLToPath(new URL('../lambdas/control-tower/handler.ts', import.meta.url));

/**
 * Writes what the function runs: index.js with the SDK in it, and beside it the settings that it reads at its start.
 * CommonJS made of the packages' ES modules started fastest where it was measured.
 */
export function bundleHandler(entry: string, directory: string, settings: Settings): void {
  mkdirSync(directory, { recursive: true });
  buildSync({
    entryPoints: [entry],
    outfile: join(directory, 'index.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    // CommonJS has no import.meta: the handler finds settings.json through this.
    define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
    legalComments: 'none',
    logLevel: 'error',
  });
  writeFileSync(join(directory, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
}

/** The function's code as an asset: bundled into a folder of its own at every synth, so that two synths never meet. */
export function handlerCode(entry: string, settings: Settings): Code {
  return Code.fromAsset(join(entry, '..'), {
    bundling: {
      // The CDK asks for an image even where the bundling is local; no container is ever started.
      image: DockerImage.fromRegistry('local-bundling-only'),
      local: {
        tryBundle: (directory) => {
          bundleHandler(entry, directory, settings);
          return true;
        },
      },
    },
  });
}
