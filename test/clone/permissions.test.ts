// What is reported of the permissions of the role.
import { buildReport, features, listFeatures } from '../../src/clone/permissions.js';
import { describePermissions } from '../../src/messages/permissions.js';

test('no action stands in the table twice', () => {
  const actions = features.flatMap((feature) => feature.actions);
  expect(actions.filter((action, index) => actions.indexOf(action) !== index)).toEqual([]);
});

test('steps are wanted where AUTOMATE names them, and what only some references need is not', () => {
  const actions = (...steps: ('access' | 'logs' | 'metrics')[]) => listFeatures(steps).flatMap((one) => one.actions);
  expect(actions()).not.toContain('cloudfront:CreateOriginAccessControl');
  expect(actions('access')).toContain('cloudfront:CreateOriginAccessControl');
  expect(actions('logs', 'metrics')).toEqual(
    expect.arrayContaining(['logs:PutDeliverySource', 'cloudfront:CreateMonitoringSubscription']),
  );
  expect(actions('access', 'logs', 'metrics')).not.toContain('wafv2:GetWebACL');
});

describe('a report', () => {
  const wanted = [
    { title: 'reading', actions: ['a:Read', 'a:List'] },
    { title: 'creating', actions: ['a:Create'] },
  ];

  const checkedAt = new Date('2026-11-23T10:00:00Z');

  test('names what is lacking with its feature, what AWS did not say, and what writes', () => {
    const report = buildReport(
      wanted,
      new Map([
        ['a:Read', 'denied'],
        ['a:List', 'unknown'],
      ] as const),
      checkedAt,
    );
    expect(report).toEqual({
      lacking: [{ feature: 'reading', actions: ['a:Read'] }],
      unknown: ['a:List'],
      unchecked: ['a:Create'],
      checkedAt,
    });
    expect(describePermissions(report)).toEqual([
      'The role lacks a:Read, for reading.',
      'AWS did not say whether the role has a:List.',
      'The bot cannot test permissions to write without using them: a:Create.',
    ]);
  });

  test.each([
    ['granted', ['The role has every permission to read that the bot needs.']],
    [
      'unknown',
      [
        'AWS denied no permission to read, but it did not answer all questions.',
        'AWS did not say whether the role has a:List.',
      ],
    ],
  ] as const)('claims no more than is known: %s', (result, sentences) => {
    const results = new Map([
      ['a:Read', 'granted'],
      ['a:List', result],
    ] as const);
    expect(describePermissions(buildReport(wanted.slice(0, 1), results, checkedAt))).toEqual(sentences);
  });
});
