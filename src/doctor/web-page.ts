/** Whether an answer is a page for people, by its text or its content type. */
export function isWebPage(body: string, headers: Readonly<Record<string, string>>): boolean {
  return /^\s*<(!doctype|html)/i.test(body) || (headers['content-type'] ?? '').startsWith('text/html')
}
