// What a bot prints, as lines that a person can read: its JSON log lines and whatever else comes out of a process.
import { isFields } from '../fakes/slack/json.js';
import type { LogLine } from './views.js';

const levels: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

/** Fields that say nothing to a person who looks at one process on one machine. */
const dull = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'name']);

export function readLogLine(line: string, now: Date): LogLine {
  const fields = parse(line);
  if (!fields) return { at: now.toISOString(), level: 'print', text: line };
  const rest = Object.entries(fields)
    .filter(([name, value]) => !dull.has(name) && value !== undefined)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const time = new Date(typeof fields.time === 'number' || typeof fields.time === 'string' ? fields.time : now);
  return {
    at: (Number.isNaN(time.getTime()) ? now : time).toISOString(),
    level: typeof fields.level === 'number' ? (levels[fields.level] ?? 'info') : String(fields.level ?? 'info'),
    text: [String(fields.msg ?? ''), ...rest].filter(Boolean).join('  '),
  };
}

/** A log line's fields; what only looks like JSON stays as it was printed. */
export function parse(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
