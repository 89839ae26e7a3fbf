// What operators read about the permissions of the bot's role.
import type { PermissionReport } from '../clone/permissions.js';

/** `undefined`: the check is turned off, or the bot has just started. */
export const notChecked =
  'The permissions of the role have not been checked: the check still runs, or CHECK_PERMISSIONS is false.';

/** Plain sentences, the most urgent first. */
export function describePermissions(report: PermissionReport): string[] {
  const { lacking, unknown, unchecked } = report;
  return [
    ...lacking.map(({ feature, actions }) => `The role lacks ${actions.join(', ')}, for ${feature}.`),
    ...(lacking.length > 0 ? [] : [describeNothing(unknown.length)]),
    ...(unknown.length > 0 ? [`AWS did not say whether the role has ${unknown.join(', ')}.`] : []),
    ...(unchecked.length > 0
      ? [`The bot cannot test permissions to write without using them: ${unchecked.join(', ')}.`]
      : []),
  ];
}

function describeNothing(unknown: number): string {
  return unknown === 0
    ? 'The role has every permission to read that the bot needs.'
    : 'AWS denied no permission to read, but it did not answer all questions.';
}
