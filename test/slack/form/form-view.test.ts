// The form keeps within Slack's limits, whatever it is filled with, and says what is known.
import { findViewFaults } from '../../../sandbox/fakes/slack/views.js';
import {
  formActions,
  maxChoiceChars,
  packTyped,
  toFormValues,
  unpackTyped,
} from '../../../src/slack/form/form-fields.js';
import { createFormMetadata, packFormMetadata, readFormMetadata } from '../../../src/slack/form/form-metadata.js';
import {
  renderForm,
  renderFormLoading,
  renderNewCloneButton,
  renderNoForm,
  renderPlanning,
  renderPosted,
} from '../../../src/slack/form/form-view.js';
import { asFields, channel } from '../../support/slack-wire.js';

const long = 'x'.repeat(5_000);
const limits = { refusedBlocks: [] };
const faultsOf = (view: unknown) => findViewFaults(asFields(view), 'modal', limits);
const values = {
  reference: { text: 'ref.example.com · E2ABC', value: 'E2ABC' },
  domain: 'www.example.com',
  origin: 'new.example.net',
  reason: 'spring campaign',
};

test.each([
  ['an empty form', renderForm({ metadata: createFormMetadata(channel), values: {}, isIndexIncomplete: true })],
  ['a full form', renderForm({ metadata: createFormMetadata(channel), values, isIndexIncomplete: false })],
  [
    'a form without a channel',
    renderForm({
      metadata: createFormMetadata(),
      values: { channel: { text: '#cdn', value: channel } },
      isIndexIncomplete: false,
    }),
  ],
  [
    'a form filled with too much',
    renderForm({
      metadata: createFormMetadata(channel),
      values: { ...toFormValues({ reference: long, domain: long, origin: long }), reason: long },
      problem: long,
      isIndexIncomplete: false,
    }),
  ],
  ['the wait for a plan', renderPlanning(long.slice(0, 253), channel)],
  ['a posted card', renderPosted(long.slice(0, 253), channel, 'https://example.slack.com/archives/C1/p1')],
  ['no form', renderNoForm(long)],
  ['a form that is loading', renderFormLoading()],
])('%s is taken by Slack', (_name, view) => {
  expect(faultsOf(view)).toEqual([]);
});

test('the channel is asked for where none is known', () => {
  const blocks = (place?: string) =>
    JSON.stringify(renderForm({ metadata: createFormMetadata(place), values: {}, isIndexIncomplete: false }));
  expect(blocks(channel)).not.toContain('"block_id":"channel"');
  expect(blocks()).toContain('"block_id":"channel"');
  // Nobody asks for clones in direct messages.
  expect(blocks('D0DIRECT')).toContain('"block_id":"channel"');
});

test('what is known fills the fields', () => {
  const shown = JSON.stringify(renderForm({ metadata: createFormMetadata(channel), values, isIndexIncomplete: false }));
  for (const text of ['www.example.com', 'new.example.net', 'spring campaign', '"value":"E2ABC"']) {
    expect(shown).toContain(text);
  }
});

test('the form says that names are missing while the account is being read', () => {
  const show = (isIndexIncomplete: boolean) =>
    JSON.stringify(renderForm({ metadata: createFormMetadata(channel), values: {}, isIndexIncomplete }));
  expect(show(true)).toContain('still being read');
  expect(show(false)).not.toContain('still being read');
});

test('a button carries what was typed, within Slack’s limit', () => {
  expect(unpackTyped(packTyped({ domain: 'www.example.com', reference: 'E2ABC' }))).toEqual({
    domain: 'www.example.com',
    reference: 'E2ABC',
  });
  expect(packTyped({ domain: long })).toBe('{}');
  expect(unpackTyped('no json')).toEqual({});
  expect(JSON.stringify(renderNewCloneButton())).toContain(formActions.newClone);
  expect(toFormValues({ reference: 'r'.repeat(maxChoiceChars + 1) })).toEqual({});
});

test('private metadata of another version, or of somebody else, is no form', () => {
  expect(readFormMetadata(packFormMetadata(createFormMetadata(channel)))).toEqual(createFormMetadata(channel));
  for (const text of ['', '{}', 'null', '{"v":2,"isInSight":true}', '{"v":1,"isInSight":true,"channel":"D1"}']) {
    expect(readFormMetadata(text)).toBeUndefined();
  }
});
