// The client of the sandbox's API.

export type Answer =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: string };

export async function callApi(act: string, body: object = {}): Promise<Answer> {
  try {
    const response = await fetch(`/api/${act}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    // The sandbox answers with a JSON object, always.
    const answer = (await response.json()) as Readonly<Record<string, unknown>>;
    if (!response.ok) return { ok: false, error: String(answer.error ?? response.status) };
    if (answer.ok === false) return { ok: false, error: String(answer.error ?? 'failed') };
    return { ok: true, body: answer };
  } catch {
    return { ok: false, error: 'The sandbox does not answer. Is it still running?' };
  }
}
