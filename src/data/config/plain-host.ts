/** Whether a host, as URL writes it, has only characters of names and numbers: URL lets through much that a shell obeys. */
export function isPlainHost(hostname: string): boolean {
  return /^(?:[a-z0-9_](?:[a-z0-9_.-]*)|\[[0-9a-f:.]+\])$/.test(hostname);
}
