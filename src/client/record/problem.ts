/** What the server says is wrong, in a sentence. */
export async function sentenceOf(response: Response): Promise<string> {
  const problem = (await response.json().catch(() => null)) as { detail?: string; title?: string } | null;
  return problem?.detail ?? problem?.title ?? `The server answered ${response.status}.`;
}
