/** Text as data: what a chat format or the prompt itself would take as its own sign loses its meaning, and stays readable. */
export function asData(text: string): string {
  return text
    .replace(/<(?=\s*\/?\s*(passage|think|s>|\|))/gi, '‹')
    .replace(/<(?=(start|end)_of_turn|<\/?sys|\/?\|)/gi, '‹')
    .replace(/\[(?=\/?(inst|system_prompt|available_tools|tool_calls)\b)/gi, '(')
}
