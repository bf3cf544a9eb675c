/** A refusal as RFC 9457 tells it. Title and detail come in the language that was asked for. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly properties: Record<string, unknown>,
    readonly correlationId: string | undefined,
  ) {
    super(detail || title || code)
  }
}

/** The code of what kept a request from being answered at all. */
export const UNREACHABLE = 'unreachable'

export async function problemOf(response: Response): Promise<ApiProblem> {
  let body: Record<string, unknown> = {}
  try {
    body = (await response.json()) as Record<string, unknown>
  } catch {
    // A proxy in between answers in its own way; the status has to do.
  }
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '')
  return new ApiProblem(
    response.status,
    text('code') || `http-${response.status}`,
    text('title'),
    text('detail'),
    body,
    response.headers.get('Custody-Correlation-Id') ?? undefined,
  )
}
