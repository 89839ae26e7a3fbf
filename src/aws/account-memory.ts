// The number of the AWS account, as ARNs show it. A distribution's ARN follows from it and from the ID, so that the tags
// of a distribution can be read at the same time as the distribution. It is a guess until the distribution confirms it.
export interface AccountMemory {
  remember(arn: string | undefined): void;
  guessArn(distributionId: string): string | undefined;
}

export function createAccountMemory(): AccountMemory {
  let prefix: string | undefined;
  function remember(arn: string | undefined): void {
    const [, partition, , , account] = arn?.split(':') ?? [];
    if (partition && account && /^\d{12}$/.test(account))
      prefix = `arn:${partition}:cloudfront::${account}:distribution/`;
  }
  return { remember, guessArn: (id) => (prefix === undefined ? undefined : `${prefix}${id}`) };
}
