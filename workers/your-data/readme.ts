/** What an export says to whoever opens it without Alcove. */
export function readmeOf({ madeAt, originals }: { readonly madeAt: string; readonly originals: boolean }): string {
  return `# Everything from Alcove

Made ${madeAt}. Plain files: Markdown, text, JSON, and JSON Lines (a JSON object a line, UTF-8). Times are milliseconds since 1970
(UTC). \`alcove import FILE\`, or Settings › Your data, brings all of it into Alcove again.

| in it | what |
|---|---|
| \`alcove.json\` | version of this layout, when it was made, rows and SHA-256 of every part |
| \`settings.json\` | what you set, to read; no keys, no passwords. \`settings.jsonl\` is what is imported |
| \`library/documents.jsonl\` | every document: title, path, author, dates, its passages with their places, definitions and imports of source code; \`text\` names the file of its text |
| \`library/texts/\` | the text of every document |
| \`library/kept/\` | the texts you pasted and the files you dropped, as they were |
| \`library/sources.jsonl\` | folders, files and texts you added, with their rules |
| \`library/tags.jsonl\`, \`categories.jsonl\`, \`collections.jsonl\`, \`collection-sources.jsonl\`, \`removed-files.jsonl\`, \`saved-searches.jsonl\`, \`recent-searches.jsonl\`, \`embedding-models.jsonl\` | what you made of it |
| \`conversations/\` | every conversation as Markdown, along the branch that was shown |
| \`conversations.jsonl\`, \`messages.jsonl\` | the same, whole: every branch and version (\`parentId\`), citations and summaries (\`details\`), those in the bin too (\`deletedAt\`) |
| \`conversation-folders.jsonl\`, \`feedback.jsonl\`, \`assistants.jsonl\`, \`prompts.jsonl\`, \`drafts.jsonl\`, \`attachments.jsonl\` | what belongs to conversations |
| \`network.jsonl\` | requests to other machines, without what they said |
| \`model-requests.jsonl\` | requests to models, without what they said |
| \`activity.jsonl\`, \`activity-logs.jsonl\` | what Alcove did, row by row with its hash |
${originals ? '| `originals/` | copies of your own files, by the id of their document |\n' : ''}
Not in it: ${originals ? '' : 'your own files, which are where they were; '}what is derived and is made again (vectors, search index), keys and passwords, models, backups,
and conversations that were not kept.
`
}
