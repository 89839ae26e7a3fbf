// Message metadata: what shape and size Slack accepts.
import { type Fields, isFields } from './json.js';
import { SlackError } from './slack-error.js';

/** Undefined where nothing was given, null where it is to be taken away ({} on an update). */
export function parseMetadata(given: unknown, mostBytes: number): Fields | null | undefined {
  if (given === undefined || given === '') return undefined;
  if (!isFields(given)) throw new SlackError('invalid_metadata_format');
  if (Object.keys(given).length === 0) return null;
  if (typeof given.event_type !== 'string' || given.event_type === '' || !isFields(given.event_payload)) {
    throw new SlackError('invalid_metadata_format');
  }
  if (!Object.values(given.event_payload).every(isPayloadValue)) throw new SlackError('invalid_metadata_schema');
  if (Buffer.byteLength(JSON.stringify(given)) > mostBytes) throw new SlackError('metadata_too_large');
  return { event_type: given.event_type, event_payload: given.event_payload };
}

/** One level of nesting and no null, as the type of the official client has it. */
function isPayloadValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isFlat);
  return isScalar(value) || isFlat(value);
}

function isFlat(value: unknown): boolean {
  return isFields(value) && Object.values(value).every(isScalar);
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
