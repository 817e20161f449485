/** A path as people write it, with `~` for the home directory. */
export function shownPath(path: string, home: string): string {
  return home.length > 1 && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path
}
