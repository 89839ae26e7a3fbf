// The address of a distribution in the AWS console, for links on cards and in threads.

export function toConsoleAddress(distributionId: string): string {
  return `https://us-east-1.console.aws.amazon.com/cloudfront/v4/home#/distributions/${encodeURIComponent(distributionId)}`;
}
