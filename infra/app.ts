// The CDK app: node infra/app.ts, or npm run synth and npm run deploy.
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { checks } from '../shared/checks/index.ts';
import { eventSources } from '../shared/events/index.ts';
import { placeDirectly } from './direct-destinations.ts';
import { HubStack } from './hub-stack.ts';
import { scopeOf } from './scope.ts';
import { readSettingsFile, SettingsError } from './settings-file.ts';
import { placeTowerRole } from './tower-stack.ts';

function build(): App {
  const app = new App();
  const named: unknown = process.env.TRAILMEND_SETTINGS_FILE ?? app.node.tryGetContext('settings');
  const settings = readSettingsFile(typeof named === 'string' ? named : 'trailmend.json', checks);
  const scope = scopeOf(settings);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const derived = { settings, checks, eventSources };
  const hub = new HubStack(app, 'Trailmend', { ...derived, scope });
  if (scope.organization !== null) placeDirectly(app, scope.organization, hub, derived);
  placeTowerRole(app, hub, settings);
  return app;
}

try {
  build().synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
