import assert from 'node:assert/strict';
import type { Alert } from '../../shared/reconcile/memory.ts';
import type { World } from '../memory/world.ts';

/** The newest alert that people of this world got. */
export function latest({ notifier }: World): Alert {
  const alert = notifier.alerts.at(-1);
  assert.ok(alert !== undefined, 'people are told');
  return alert;
}

/** The answers that stand before everything else, by their labels. */
export function answersIn({ body }: Alert): Readonly<Record<string, string>> {
  const [, answers = ''] = body.replaceAll(/\n {11}/g, ' ').split('\n\n');
  return Object.fromEntries(answers.split('\n').map((line) => [line.slice(0, 11).trim(), line.slice(11)]));
}

/** What chat is sent, read again. */
export type Chat = {
  readonly version: string;
  readonly source: string;
  readonly content: {
    readonly textType: string;
    readonly title: string;
    readonly description: string;
    readonly nextSteps: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    readonly threadId?: string;
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
};

/** The message for chat of an alert. */
export function chatIn({ chat }: Alert): Chat {
  assert.ok(chat !== undefined, 'chat is told too');
  return JSON.parse(chat);
}
