// What CloudFront keeps outside a distribution's configuration.

import type { OutsideSetting } from '../../clone/outside-settings.js';
import { quote } from '../../clone/visible-text.js';
import type { OutsideSettingFacts } from '../../clone/warnings/outside-settings.js';
import { text, type WarningTexts } from './text.js';

type Deliveries = OutsideSettingFacts['access_logs_planned']['deliveries'];

/** As people call the settings. */
export const settingNames: Readonly<Record<OutsideSetting, string>> = {
  logs: 'access logs (standard logging v2)',
  metrics: 'additional metrics',
  shield: 'Shield Advanced protection',
  pricing_plan: 'flat-rate pricing plan',
};

const kinds: Readonly<Record<string, string>> = { S3: 'S3', CWL: 'CloudWatch Logs', FH: 'Firehose' };

/** A destination by the name that it has in CloudWatch Logs. */
export function nameDestination({ destination, destinationType }: Deliveries[number]): string {
  const name = quote(destination.split(':').at(-1) ?? destination);
  const kind = kinds[destinationType];
  return kind ? `${name} (${kind})` : name;
}

function nameDestinations(deliveries: Deliveries): string {
  return [...new Set(deliveries.map(nameDestination))].join(', ');
}

export const outsideSettingTexts: WarningTexts<OutsideSettingFacts> = {
  access_logs_left_out: ({ deliveries }) =>
    text(
      `The clone has no access log. The reference delivers its own to ${nameDestinations(deliveries)}, outside the configuration.`,
      'After creation, add the same destination to the clone’s standard logging.',
    ),
  access_logs_planned: ({ deliveries }) =>
    text(
      `After creation, the bot delivers the clone’s access logs to ${nameDestinations(deliveries)}, like those of the reference.`,
    ),
  metrics_left_out: () =>
    text(
      'The clone has no additional metrics, which the reference has.',
      'Turn them on after creation. AWS bills them.',
    ),
  metrics_planned: () =>
    text(
      'After creation, the bot turns on additional metrics for the clone, as the reference has them. AWS bills them.',
    ),
  protection_left_out: () =>
    text(
      'Shield Advanced protects the reference. It does not protect the clone.',
      'Add the clone to the protected resources after creation.',
    ),
  pricing_plan_left_out: ({ tier }) =>
    text(
      `The reference is on the flat-rate plan ${quote(tier)}. The clone is not: it is paid by use.`,
      'Put the clone on a plan of its own after creation, if it needs one.',
    ),
  pricing_plan_sharing: ({ shared }) =>
    text(
      `The clone shares the reference’s ${shared.join(' and ')}. On a flat-rate plan they may serve only one distribution, so AWS may refuse the clone.`,
      'Use a reference that is not on a plan, or one without them.',
    ),
  outside_settings_unknown: ({ settings }) =>
    text(
      `The bot could not read in time whether the reference has these: ${settings.map((setting) => settingNames[setting]).join(', ')}.`,
    ),
};
