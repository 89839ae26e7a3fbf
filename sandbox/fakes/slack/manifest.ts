// What the app's own manifest says about its command: the fake behaves as the app is installed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const schema = z.object({
  features: z.object({
    slash_commands: z.tuple([
      z.object({ command: z.string(), description: z.string(), usage_hint: z.string(), should_escape: z.boolean() }),
    ]),
  }),
});

const path = join(__dirname, '..', '..', '..', 'manifest.yml');

export const manifestCommand = schema.parse(parse(readFileSync(path, 'utf8'))).features.slash_commands[0];
