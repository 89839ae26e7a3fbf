// A status as a coloured word.

const tones: Readonly<Record<string, string>> = {
  Deployed: 'good',
  ISSUED: 'good',
  running: 'good',
  InProgress: 'busy',
  PENDING_VALIDATION: 'busy',
  starting: 'busy',
  stopping: 'busy',
  EXPIRED: 'bad',
  FAILED: 'bad',
  failed: 'bad',
  killed: 'bad',
};

export function StatusMark({ status }: { readonly status: string }) {
  return (
    <span className={`status is-${tones[status] ?? 'plain'}`} data-testid="status">
      {status}
    </span>
  );
}
