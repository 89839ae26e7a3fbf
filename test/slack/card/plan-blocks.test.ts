// The drawing of a plan and of every state, within Slack's limits whatever the reference looks like.

import { countShownChars, findBlockFaults } from '../../../sandbox/fakes/slack/limits.js';
import { describeWarning } from '../../../src/messages/describe-warning.js';
import { actions } from '../../../src/slack/card/buttons.js';
import { type BlockStyle, renderPlan } from '../../../src/slack/card/plan-blocks.js';
import { listMoves, packFields } from '../../../src/slack/card/plan-snapshot.js';
import { cardStates } from '../../../src/slack/card/record.js';
import {
  type CardAppearance,
  readLastingBlocks,
  renderCard,
  summarizeCard,
} from '../../../src/slack/card/state-blocks.js';
import {
  certificateArn,
  created,
  domain,
  headerValue,
  origin,
  reference,
  referenceConfig,
} from '../../support/aws-answers.js';
import { made, now, type PlanOptions, planOf, recordFor, sprawlingConfig } from '../../support/plans.js';
import { asFields, type Fields } from '../../support/slack-wire.js';

const appearance: CardAppearance = { approvers: ['cdn-operators', 'cdn-admins'], requireSecondPerson: false };
const styles: BlockStyle[] = ['modern', 'plain'];
const longDomain = `${['a', 'b', 'c', 'd'].map((letter) => letter.repeat(60)).join('.')}.com`;

const sizes: [string, PlanOptions][] = [
  ['an ordinary reference', {}],
  ['a reference that changes hundreds of fields', { config: sprawlingConfig() }],
  ['the longest names', { domain: longDomain, origin: `o.${longDomain}` }],
  ['the same origin as before', { origin: 'old.example.net' }],
];

/** All blocks, those inside of others too. */
function flatten(value: unknown): Fields[] {
  if (Array.isArray(value)) return value.flatMap(flatten);
  const fields = asFields(value);
  return [
    fields,
    ...Object.values(fields)
      .filter((inner) => typeof inner === 'object')
      .flatMap(flatten),
  ];
}

const typesOf = (value: unknown) => flatten(value).map((fields) => String(fields.type));

describe.each(styles)('in %s blocks', (style) => {
  describe.each(cardStates)('a card that is %s', (state) => {
    test.each(sizes)('keeps within Slack’s limits with %s', (_name, options) => {
      const plan = planOf(options);
      const record = recordFor(plan, { state, ...(state === 'pending' ? {} : made), outcome: 'unknown_result' });
      const lasting = renderPlan(plan, now, style, { moves: listMoves(packFields(planOf()), plan) });
      const note = 'what AWS said '.repeat(20);
      const blocks = renderCard(record, { ...appearance, note }, lasting, style).map(asFields);

      expect(blocks.length).toBeLessThanOrEqual(50);
      const faults = findBlockFaults(
        blocks.map((block) => ({ ...block, type: String(block.type) })),
        { refusedBlocks: [] },
      );
      expect(faults).toEqual([]);
      expect(countShownChars(blocks)).toBeLessThan(12_000);
      for (const fields of flatten(blocks)) {
        if (fields.type === 'section') expect(String(asFields(fields.text).text).length).toBeLessThanOrEqual(3_000);
        if (fields.type === 'header') expect(String(asFields(fields.text).text).length).toBeLessThanOrEqual(150);
        if (fields.type === 'button') expect(String(fields.value).length).toBeLessThanOrEqual(2_000);
        if (fields.type === 'table' && Array.isArray(fields.rows)) expect(fields.rows.length).toBeLessThanOrEqual(100);
        const confirm = asFields(fields.confirm);
        if (confirm.title) expect(String(asFields(confirm.text).text).length).toBeLessThanOrEqual(300);
      }
      expect(summarizeCard(record, 'warning '.repeat(2_000)).length).toBeLessThanOrEqual(4_000);
    });
  });
});

test('plain blocks are the old ones alone', () => {
  const plan = planOf({ config: sprawlingConfig() });
  for (const state of cardStates) {
    const blocks = renderCard(recordFor(plan, { state, ...made }), appearance, renderPlan(plan, now, 'plain'), 'plain');
    for (const block of blocks) expect(['header', 'section', 'context', 'actions', 'divider']).toContain(block.type);
  }
});

test('the facts: old and new host, reference with alias and comment, certificate with its reasons', () => {
  for (const style of styles) {
    const shown = JSON.stringify(renderPlan(planOf(), now, style));
    const facts = [domain, origin, 'old.example.net', reference, 'ref.example.com', 'production site'];
    const links = [
      `home#/distributions/${reference}|`,
      `#/certificates/${certificateArn.split('/')[1]}|`,
      `<https://${domain}/|`,
    ];
    for (const fact of [...facts, ...links, 'CloudFront clone of', '*.example.com', 'P-256', '143 days left', 'own'])
      expect(shown).toContain(fact);
  }
});

test('each stop warning is shown by itself, and the secret header without its value', () => {
  for (const style of styles) {
    const shown = JSON.stringify(renderPlan(planOf(), now, style));
    expect(shown).toContain('X-Origin-Secret');
    expect(shown).not.toContain(headerValue);
  }
  expect(typesOf(renderPlan(planOf(), now, 'modern'))).not.toContain('alert');
});

test('every warning of a plan is on the card, in both styles', () => {
  const plan = planOf();
  for (const style of styles) {
    const shown = JSON.stringify(renderPlan(plan, now, style));
    for (const { sentence } of plan.warnings.map(describeWarning)) {
      expect(shown).toContain(sentence.slice(0, 40).replaceAll('"', '\\"'));
    }
  }
});

test('changes that find no room are counted, not left out in silence', () => {
  const plan = planOf({ config: sprawlingConfig() });
  expect(plan.changes.length).toBeGreaterThan(300);
  for (const style of styles) {
    expect(JSON.stringify(renderPlan(plan, now, style))).toMatch(/and \d+ more/);
  }
});

test('every change of an ordinary plan is one click away', () => {
  const plan = planOf();
  for (const style of styles) {
    const shown = JSON.stringify(renderPlan(plan, now, style));
    for (const { path } of plan.changes) expect(shown).toContain(path);
  }
});

test('what a configuration says cannot become a mention, a link or another line', () => {
  const config = { ...referenceConfig, Comment: 'a <!channel> <https://evil.example|x>\n*Domain*  `other.example`' };
  for (const style of styles) {
    const blocks = renderPlan(planOf({ config }), now, style);
    for (const { type, text } of flatten(blocks)) {
      if (type !== 'mrkdwn') continue;
      expect(text).not.toContain('<!channel>');
      expect(text).not.toContain('<https://evil');
      expect(String(text).match(/^\*Domain\*/gm)?.length ?? 1).toBe(1);
    }
  }
});

describe('the appearance of a state', () => {
  const plan = planOf();
  const draw = (state: (typeof cardStates)[number], extra: Partial<CardAppearance> = {}) => {
    const record = recordFor(plan, { state, ...(state === 'pending' || state === 'expired' ? {} : made) });
    const blocks = renderCard(record, { ...appearance, ...extra }, renderPlan(plan, now, 'modern'), 'modern');
    return { record, blocks, shown: JSON.stringify(blocks), text: summarizeCard(record) };
  };
  const buttons = (blocks: unknown) =>
    flatten(blocks).flatMap(({ type, action_id }) => (type === 'button' ? [action_id] : []));

  test.each([
    ['pending', [actions.approve, actions.edit, actions.cancel, actions.plan, actions.approveWithComment]],
    ['failed', [actions.retry, actions.edit, actions.plan]],
    ['cloning', []],
    ['cloned', []],
    ['deployed', []],
    ['cancelled', [actions.edit]],
    ['expired', [actions.edit]],
  ] as const)('%s offers %j', (state, expected) => {
    expect(buttons(draw(state).blocks)).toEqual(expected);
  });

  test.each(cardStates)('%s keeps the facts, in the blocks and in the text', (state) => {
    const { shown, text } = draw(state);
    for (const fact of [domain, origin, reference, '<@U0ANA>']) {
      expect(shown).toContain(fact);
      expect(text).toContain(fact);
    }
    expect(text).toContain(certificateArn);
  });

  test.each(['cloned', 'deployed'] as const)('%s names the distribution and who approved', (state) => {
    const { shown, text } = draw(state);
    for (const fact of [created, made.distribution_domain, '<@U0BO>']) {
      expect(shown).toContain(fact);
      expect(text).toContain(fact);
    }
  });

  test('every state has a head line of its own', () => {
    const heads = cardStates.map((state) => JSON.stringify(draw(state).blocks[0]));
    expect(new Set(heads).size).toBe(cardStates.length);
  });

  test('pending says who can approve and until when, in the reader’s own time', () => {
    const { shown } = draw('pending');
    expect(shown).toContain('`cdn-operators`');
    expect(shown).toContain('`cdn-admins`');
    expect(shown).toContain('2026-11-23 17:00 UTC');
    expect(shown).toContain(`<!date^${now.getTime() / 1_000 + 28_800}^`);
    expect(draw('pending', { requireSecondPerson: true }).shown).toContain('not <@U0ANA>');
  });

  test('Approve asks again before it is sent, and carries the digest that was on the screen', () => {
    const { blocks, record } = draw('pending');
    const [approve] = flatten(blocks).filter(({ action_id }) => action_id === actions.approve);
    expect(approve?.value).toBe(record.digest);
    const confirm = JSON.stringify(approve?.confirm);
    for (const fact of [domain, origin, reference]) expect(confirm).toContain(fact);
  });

  test('a new drawing has new block IDs for its buttons, because Slack keeps state by ID', () => {
    const ids = ['ETAG1', 'ETAG2'].map((etag) => {
      const blocks = renderCard(recordFor(planOf({ etag })), appearance, [], 'modern');
      return blocks.find(({ type }) => type === 'actions')?.block_id;
    });
    expect(new Set(ids).size).toBe(2);
  });

  test('failed says why', () => {
    expect(draw('failed', { note: 'AWS said no' }).shown).toContain('AWS said no');
  });

  test('a card whose drawing could not be read back still has its facts', () => {
    const shown = JSON.stringify(renderCard(recordFor(plan), appearance, [], 'modern'));
    for (const fact of [domain, origin, reference, certificateArn.split('/')[1]]) expect(shown).toContain(fact);
  });

  test('the lasting blocks come back from what Slack returns, and nothing else does', () => {
    const lasting = renderPlan(plan, now, 'modern');
    const blocks = renderCard(recordFor(plan), appearance, lasting, 'modern');
    expect(readLastingBlocks({ blocks: JSON.parse(JSON.stringify(blocks)) })).toEqual(
      JSON.parse(JSON.stringify(lasting)),
    );
    expect(readLastingBlocks({})).toEqual([]);
  });
});

/** Characters that turn the order of a text around, anywhere in what Slack is sent. */
const bidirectional = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;
const evil = '\u202Egro.live\u202C';

test.each(styles)('in %s blocks, no text of the reference can turn another around', (style) => {
  const main = referenceConfig.Origins?.Items?.[0];
  if (!main) throw new Error('the reference has an origin');
  const config = {
    ...referenceConfig,
    Comment: `site ${evil}`,
    Origins: { Quantity: 1, Items: [{ ...main, Id: `main${evil}`, OriginPath: `/${evil}` }] },
    DefaultCacheBehavior: { ViewerProtocolPolicy: 'https-only' as const, TargetOriginId: `main${evil}` },
    CacheBehaviors: { Quantity: 0, Items: [] },
    CustomErrorResponses: {
      Quantity: 1,
      Items: [{ ErrorCode: 404, ResponsePagePath: `/${evil}`, ResponseCode: '404' }],
    },
  };
  const plan = planOf({ config });
  const record = recordFor(plan, { requester_name: `ana ${evil}`, requested_by: evil, origin: evil });
  const moves = listMoves(packFields(planOf()), plan);
  const drawn = JSON.stringify(renderCard(record, appearance, renderPlan(plan, now, style, { moves }), style));
  expect(drawn).not.toMatch(bidirectional);
  expect(drawn).toContain('U+202E');
  expect(summarizeCard(record)).not.toMatch(bidirectional);
});

test.each(styles)(
  'in %s blocks, nothing stands between the facts and the buttons that has to be scrolled past',
  (style) => {
    const plan = planOf({ config: sprawlingConfig() });
    const blocks = renderCard(recordFor(plan), appearance, renderPlan(plan, now, style), style);
    const before = blocks.slice(
      0,
      blocks.findIndex(({ type }) => type === 'actions'),
    );
    const shown = before.filter(({ type }) => type === 'section');
    expect(JSON.stringify(shown)).not.toContain('•');
    expect(JSON.stringify(shown).length).toBeLessThan(5_000);
  },
);

test('the headline names the domain and the state, and every state has the phrase for search', () => {
  const plan = planOf();
  for (const state of cardStates) {
    const record = recordFor(plan, { state, ...made });
    for (const style of styles) {
      const [head, ...blocks] = renderCard(record, appearance, renderPlan(plan, now, style), style);
      expect(JSON.stringify(head)).toContain(`"${domain}: `);
      expect(JSON.stringify(blocks)).toContain('CloudFront clone');
    }
    expect(summarizeCard(record)).toContain('CloudFront clone');
  }
});

test('when it is done, the result stands first, and the warnings are folded away as what was said before', () => {
  const plan = planOf();
  const record = recordFor(plan, { state: 'deployed', ...made });
  const blocks = renderCard(record, appearance, renderPlan(plan, now, 'modern'), 'modern');
  expect(JSON.stringify(blocks[1])).toContain(made.distribution);
  const sections = blocks.filter(({ type }) => type === 'section');
  expect(JSON.stringify(sections)).not.toContain('will be sent');
  const folded = JSON.stringify(blocks.find(({ type }) => type === 'container'));
  expect(folded).toMatch(/Warnings before the approval.*will be sent/);
  // The next state is drawn from what this one shows.
  const again = renderCard(
    record,
    appearance,
    readLastingBlocks({ blocks: JSON.parse(JSON.stringify(blocks)) }),
    'modern',
  );
  expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(JSON.stringify(blocks)));
});

test('fields that are left out are named, and deprecated members are no differences', () => {
  const config = {
    ...referenceConfig,
    AnycastIpListId: 'aip_1',
    ViewerCertificate: {
      ...referenceConfig.ViewerCertificate,
      Certificate: 'arn:old',
      CertificateSource: 'acm' as const,
    },
  };
  for (const style of styles) {
    const shown = JSON.stringify(renderPlan(planOf({ config }), now, style));
    expect(shown).toMatch(/left out: [^·"]*AnycastIpListId/);
    expect(shown).not.toContain('CertificateSource');
    expect(shown).not.toContain('ViewerCertificate.Certificate');
  }
});

test('a wildcard is shown as it is', () => {
  const plan = planOf({ domain: '*.shop.example.com' });
  const blocks = renderCard(recordFor(plan), appearance, renderPlan(plan, now, 'modern'), 'modern');
  expect(blocks[0]).toMatchObject({ text: { text: '*.shop.example.com: waiting for approval' } });
  expect(JSON.stringify(blocks)).toContain('`*.shop.example.com`');
});

describe('what moved', () => {
  test('names each field with its old and new value', () => {
    const moved = planOf({ config: { ...referenceConfig, PriceClass: 'PriceClass_100' }, etag: 'ETAG2' });
    const moves = listMoves(packFields(planOf()), moved);
    const shown = JSON.stringify(renderPlan(moved, now, 'modern', { moves })[0]);
    expect(shown).toContain('PriceClass');
    expect(shown).toContain('PriceClass_100');
  });

  test('says so where only a hidden value moved, and where the old plan was not kept', () => {
    expect(JSON.stringify(renderPlan(planOf(), now, 'modern', { moves: [] }))).toContain('(hidden)');
    expect(JSON.stringify(renderPlan(planOf(), now, 'modern', { moves: undefined }))).toContain(
      'read the whole card again',
    );
  });
});

test('a wildcard in a warning that is bold otherwise is shown as it is', () => {
  const warning = { kind: 'endpoint_needs_signature', weight: 'stop', facts: { host: '*.example.com' } } as const;
  const shown = JSON.stringify(renderPlan({ ...planOf(), warnings: [warning] }, now, 'modern'));
  expect(shown).toContain(':warning: `*.example.com` answers');
});
