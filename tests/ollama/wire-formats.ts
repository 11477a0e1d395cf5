import type { WireFormat } from './chat-stream.ts'

const createdAt = '2026-11-21T02:05:24.24870774Z'

/** One JSON object a line, as `/api/chat` sends them. */
export function ollamaWire(model: string): WireFormat {
  const line = (rest: object) => `${JSON.stringify({ model, created_at: createdAt, ...rest })}\n`
  const message = (rest: object) => line({ message: { role: 'assistant', content: '', ...rest }, done: false })
  return {
    contentType: 'application/x-ndjson',
    token: (content) => message({ content }),
    thinking: (thinking) => message({ thinking }),
    toolCalls: (calls) =>
      message({ tool_calls: calls.map((call, index) => ({ id: `call_${index}`, function: { index, ...call } })) }),
    end: (done_reason, eval_count, prompt_eval_count) =>
      line({
        message: { role: 'assistant', content: '' },
        done: true,
        done_reason,
        total_duration: 850439769,
        load_duration: 282270751,
        prompt_eval_count,
        prompt_eval_duration: 28998588,
        eval_count,
        eval_duration: 536930535,
      }),
    error: (error) => `${JSON.stringify({ error })}\n`,
  }
}

/** Server-sent events, as `/v1/chat/completions` sends them. */
export function openaiWire(model: string): WireFormat {
  const event = (rest: object) =>
    `data: ${JSON.stringify({ id: 'chatcmpl-990', object: 'chat.completion.chunk', created: 1795226735, model, system_fingerprint: 'fp_ollama', ...rest })}\n\n`
  const delta = (rest: object, finish_reason: string | null = null) =>
    event({ choices: [{ index: 0, delta: { role: 'assistant', content: '', ...rest }, finish_reason }] })
  return {
    contentType: 'text/event-stream',
    token: (content) => delta({ content }),
    thinking: (reasoning) => delta({ reasoning }),
    toolCalls: (calls) =>
      delta({
        tool_calls: calls.map((call, index) => ({
          id: `call_${index}`,
          index,
          type: 'function',
          function: { name: call.name, arguments: JSON.stringify(call.arguments) },
        })),
      }),
    end: (reason, tokens, read) =>
      `${delta({}, reason)}${event({ choices: [], usage: { prompt_tokens: read, completion_tokens: tokens, total_tokens: read + tokens } })}data: [DONE]\n\n`,
    error: (message) =>
      `data: ${JSON.stringify({ error: { message, type: 'api_error', param: null, code: null } })}\n\n`,
  }
}
