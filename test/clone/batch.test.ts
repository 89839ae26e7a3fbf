// What stands for the lines of a card at CloudFront, and what one approval covers.

import { digestLines, toLineReference } from '../../src/clone/batch.js';
import fc from '../support/property.js';

const card = 'cf-clone-T0123456789-C0123456789-1790000000.000100';

test('the CallerReference of a line is the same for every attempt, and differs between lines and cards', () => {
  const one = toLineReference(card, 'www.example.com');
  expect(toLineReference(card, 'www.example.com')).toBe(one);
  expect(toLineReference(card, 'shop.example.com')).not.toBe(one);
  expect(toLineReference(`${card}1`, 'www.example.com')).not.toBe(one);
});

test('it is short for the longest domain', () => {
  // CallerReference: AWS publishes no limit for distributions; 128 characters is the shortest that other services have.
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 253 }), (domain) => toLineReference(card, domain).length <= 128),
  );
});

test('the digest covers each domain, each plan, and the order', () => {
  const lines = [
    { domain: 'a.example.com', digest: '1' },
    { domain: 'b.example.com', digest: '2' },
  ];
  const digest = digestLines(lines);
  expect(digestLines([...lines])).toBe(digest);
  expect(digestLines([...lines].reverse())).not.toBe(digest);
  expect(digestLines(lines.slice(1))).not.toBe(digest);
  expect(digestLines([lines[0] ?? { domain: '', digest: '' }, { domain: 'b.example.com', digest: '3' }])).not.toBe(
    digest,
  );
});
