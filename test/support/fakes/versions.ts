/** Whether a version like `1.82.6` comes before another one; what stands behind the numbers does not count. */
export function isOlder(version: string, than: string): boolean {
  const [own, other] = [numbersIn(version), numbersIn(than)]
  const index = other.findIndex((number, at) => number !== (own[at] ?? 0))
  return index >= 0 && (own[index] ?? 0) < (other[index] ?? 0)
}

function numbersIn(version: string): number[] {
  return (version.match(/\d+/g) ?? []).slice(0, 3).map(Number)
}
