// Calls of XRPC methods over HTTP.

export class XrpcError extends Error {
  constructor(nsid, status, answer) {
    super(`${nsid}: ${status} ${answer.error ?? ''} ${answer.message ?? ''}`.trim())
    this.status = status
    this.error = answer.error
  }
}

// A query without `body`, else a procedure; `body` is JSON, or bytes of the given `type`, or null for an empty one.
export async function xrpc(url, nsid, { query = {}, body, type, auth, bytes = false } = {}) {
  const target = new URL(`/xrpc/${nsid}`, url)
  for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value)
  const raw = body instanceof Uint8Array
  const response = await fetch(target, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(auth && { authorization: auth }),
      ...(body && { 'content-type': type ?? (raw ? 'application/octet-stream' : 'application/json') }),
    },
    body: raw ? body : body ? JSON.stringify(body) : undefined,
  })
  if (response.ok && bytes) return new Uint8Array(await response.arrayBuffer())
  const text = await response.text()
  if (!response.ok) throw new XrpcError(nsid, response.status, parsed(text))
  return text ? JSON.parse(text) : {}
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return { message: text.slice(0, 200) }
  }
}
