// What the Dockerfile says of the image, for the tests of whatever runs it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './cloudformation.js';

export const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');

const [, options = '', command = '[]'] = /^HEALTHCHECK (.*) \\\n\s+CMD (\[.*\])$/m.exec(dockerfile) ?? [];

function optionOf(name: string): number {
  return Number(new RegExp(`--${name}=(\\d+)`).exec(options)?.[1]);
}

/** Times in seconds. */
export const imageHealthCheck: {
  readonly command: readonly string[];
  readonly interval: number;
  readonly timeout: number;
  readonly startPeriod: number;
  readonly retries: number;
} = {
  command: JSON.parse(command),
  interval: optionOf('interval'),
  timeout: optionOf('timeout'),
  startPeriod: optionOf('start-period'),
  retries: optionOf('retries'),
};
