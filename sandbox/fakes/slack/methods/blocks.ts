// blocks.validate: checks a drawing without showing it. It takes no token and needs no scope.
// https://docs.slack.dev/reference/methods/blocks.validate
// https://github.com/slackapi/node-slack-sdk/pull/2659: a message has blocks and attachments alone; `text` is refused.
// https://github.com/slackapi/java-slack-sdk/pull/1622: the members of `errors`.
import { parseBlocks } from '../blocks.js';
import { type Fields, isFields } from '../json.js';
import { findBlockFaults, type Limits, type Surface } from '../limits.js';
import { SlackError } from '../slack-error.js';
import { findViewFaults } from '../views.js';
import type { Method } from './method.js';

const kinds = ['blocks', 'message', 'view'] as const;

/** The errors of the three kinds: https://docs.rs/slack-morphism/2.31.0/slack_morphism/api/ */
const errorOf = { blocks: 'invalid_blocks', message: 'invalid_message', view: 'invalid_view' } as const;
const messageMembers = ['blocks', 'attachments'];

const validate: Method = (args, { settings }) => {
  const given = kinds.filter((kind) => args.has(kind));
  const [kind] = given;
  if (kind === undefined || given.length > 1) throw new SlackError('invalid_arguments');
  const errors = findErrors(kind, args.structured(kind), settings);
  if (errors.length > 0) throw new SlackError(errorOf[kind], { errors });
  return {};
};

/** A pointer starts at what was given: "/0/text/type" in blocks, "/blocks/0/text/type" in a message or a view. */
function findErrors(kind: (typeof kinds)[number], given: unknown, limits: Limits): Fields[] {
  switch (kind) {
    case 'blocks':
      return toErrors(findFaults(given, 'message', limits), '/blocks');
    case 'message': {
      if (!isFields(given)) throw new SlackError('invalid_arguments');
      const extra = Object.keys(given).filter((name) => !messageMembers.includes(name));
      const unknown = extra.map((name) => toError(`/${name}`, `no additional properties allowed: ${name}`));
      return [...unknown, ...toErrors(findFaults(given.blocks ?? [], 'message', limits), '')];
    }
    case 'view': {
      if (!isFields(given)) throw new SlackError('invalid_arguments');
      return toErrors(findViewFaults(given, String(given.type), limits), '/view');
    }
    default:
      return kind satisfies never;
  }
}

function findFaults(blocks: unknown, surface: Surface, limits: Limits): string[] {
  if (!Array.isArray(blocks)) throw new SlackError('invalid_arguments');
  return findBlockFaults(parseBlocks(blocks), limits, surface);
}

function toErrors(faults: readonly string[], root: string): Fields[] {
  return faults.map((fault) => {
    const [, message = fault, pointer = ''] = /^(.*) \[json-pointer:(.*)\]$/s.exec(fault) ?? [];
    return toError(pointer.startsWith(root) ? pointer.slice(root.length) : pointer, message);
  });
}

function toError(pointer: string, message: string): Fields {
  return { pointer, code: 'failed_constraint', message };
}

export const blockMethods: Record<string, Method> = { 'blocks.validate': validate };
