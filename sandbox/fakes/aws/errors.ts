// The one error that operations throw; each service writes it in its own protocol.

export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
  }
}

/** CloudFront's catch-all for a value it does not like. */
export function invalidArgument(message: string): AwsError {
  return new AwsError('InvalidArgument', 400, message);
}
