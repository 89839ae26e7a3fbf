/** Refusals of AWS that say nothing about the clone and pass by themselves. */
export const passingOutcomes: ReadonlySet<string> = new Set(['throttled', 'aws_unavailable', 'access_denied']);
