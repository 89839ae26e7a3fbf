// docker-compose.yml: the bot's container as the Dockerfile and the program want it, within the memory that was measured.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { root } from '../support/cloudformation.js';
import { dockerfile, imageHealthCheck } from '../support/dockerfile.js';
import { knownVariables } from '../support/environment.js';

const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');

const { bot } = z
  .object({
    services: z.object({
      bot: z.object({
        image: z.string(),
        env_file: z.string(),
        environment: z.record(z.string(), z.string()),
        ports: z.array(z.string()),
        restart: z.string(),
        stop_grace_period: z.string().regex(/^\d+s$/),
        read_only: z.boolean(),
        cap_drop: z.array(z.string()),
        security_opt: z.array(z.string()),
        mem_limit: z.string().regex(/^\d+m$/),
        healthcheck: z.record(z.string(), z.unknown()),
        logging: z.object({ driver: z.string(), options: z.record(z.string(), z.string()) }),
      }),
    }),
  })
  .parse(parse(read('docker-compose.yml'))).services;

test('the container writes nothing, may nothing, and comes back', () => {
  expect(bot).toMatchObject({
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    restart: 'unless-stopped',
  });
});

test('every variable is one that the program knows, and no secret stands in the file', () => {
  const names = Object.keys(bot.environment);
  expect(names.filter((name) => !knownVariables.has(name) || /TOKEN|SECRET/.test(name))).toEqual([]);
  expect(read('.gitignore').split('\n')).toContain('*.env');
  expect(bot.env_file).toMatch(/\.env$/);
});

test('the port is the image’s and the program’s, and only this host reaches it', () => {
  const [, exposed] = /^EXPOSE (\d+)$/m.exec(dockerfile) ?? [];
  const [, byDefault] = /PORT: port\.default\((\d+)\)/.exec(read('src', 'config.ts')) ?? [];
  expect([exposed, byDefault]).toEqual([bot.environment.PORT, bot.environment.PORT]);
  expect(bot.ports).toEqual([`127.0.0.1:${bot.environment.PORT}:${bot.environment.PORT}`]);
});

test('the container is asked what the image asks itself', () => {
  const seconds = (count: number) => `${count}s`;
  expect(bot.healthcheck).toEqual({
    // Compose reads one dollar sign where two stand.
    test: ['CMD', ...imageHealthCheck.command.map((word) => word.replaceAll('$', '$$$$'))],
    interval: seconds(imageHealthCheck.interval),
    timeout: seconds(imageHealthCheck.timeout),
    start_period: seconds(imageHealthCheck.startPeriod),
    retries: imageHealthCheck.retries,
  });
});

test('Docker waits longer than the bot takes to finish', () => {
  const [, drain = ''] = /drainTimeoutMs = ([\d_]+)/.exec(read('src', 'app.ts')) ?? [];
  const drainMs = Number(drain.replaceAll('_', ''));
  expect(drainMs).toBeGreaterThan(0);
  expect(Number.parseInt(bot.stop_grace_period, 10)).toBeGreaterThanOrEqual(drainMs / 1_000 + 5);
});

test('the memory is half as much again as the most that was measured', () => {
  const figures = [...read('docs', 'performance.md').matchAll(/^\| resident memory[^|]*\| ([\d.]+) MB/gm)];
  expect(figures.length).toBeGreaterThan(1);
  const most = Math.max(...figures.map(([, figure]) => Number(figure)));
  expect(Number.parseInt(bot.mem_limit, 10)).toBeGreaterThanOrEqual(1.5 * most);
});

test('the log cannot fill the disk', () => {
  expect(bot.logging.options).toEqual({ 'max-size': '10m', 'max-file': '5' });
});
