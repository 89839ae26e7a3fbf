// Where the texts of a source file are shown.
export interface Section {
  readonly title: string;
  /** Says who reads it. */
  readonly note: string;
  /** Files and folders of src; a folder ends in a slash. */
  readonly paths: readonly string[];
  /** Whether one word alone counts, such as the label of a button. */
  readonly hasLabels: boolean;
}

export const sections: readonly Section[] = [
  {
    title: 'Refusals',
    note: 'Slack shows them to the person who asked; the REST API gives them as `detail`.',
    paths: [
      'messages/refusal.ts',
      'messages/refusals/',
      'messages/outcomes.ts',
      'messages/describe-detail.ts',
      'messages/line-problems.ts',
      'slack/outcomes.ts',
      'http/outcomes.ts',
    ],
    hasLabels: false,
  },
  {
    title: 'Warnings',
    note: 'On the card, and in `warnings` of the REST API.',
    paths: ['messages/warnings/', 'messages/describe-warning.ts'],
    hasLabels: false,
  },
  {
    title: 'The plan, its steps, and the result',
    note: 'On the card, in its thread, and in the REST API.',
    paths: ['messages/'],
    hasLabels: true,
  },
  {
    title: 'Cards and their threads',
    note: 'Everybody in the channel reads them.',
    paths: ['slack/card/'],
    hasLabels: true,
  },
  { title: 'The form', note: 'A window that one person sees.', paths: ['slack/form/'], hasLabels: true },
  { title: 'The undo', note: 'Cards, threads, and answers.', paths: ['slack/undo/'], hasLabels: true },
  {
    title: 'Commands, buttons, windows, and Home',
    note: 'Answers to one person.',
    paths: ['slack/listeners/'],
    hasLabels: true,
  },
  {
    title: 'Decisions, reminders, history, and announcements',
    note: 'In the channel, in threads, and to one person.',
    paths: ['slack/workflow/', 'slack/'],
    hasLabels: true,
  },
  {
    title: 'The REST API',
    note: 'Problems, and the description at `/openapi.json`.',
    paths: ['http/'],
    hasLabels: false,
  },
  {
    title: 'Start',
    note: 'What is wrong with the environment or with the app in Slack.',
    paths: ['config.ts', 'lambda-config.ts', 'shared-config.ts', 'app.ts', 'main.ts', 'lambda.ts'],
    hasLabels: false,
  },
  {
    title: 'The audit log and the metrics',
    note: 'Whoever runs the bot reads them.',
    paths: ['observability/'],
    hasLabels: false,
  },
  {
    title: 'The core',
    note: 'Words that other texts use, and what AWS and the network are told.',
    paths: ['clone/', 'aws/', 'network/', 'concurrency/'],
    hasLabels: false,
  },
];

export function sectionOf(path: string): Section | undefined {
  const fits = (place: string) => (place.endsWith('/') ? path.startsWith(place) : path === place);
  return sections.find(({ paths }) => paths.some(fits));
}
