/** Five steps from criticism to praise; the number always stands beside the colour. */
const STEPS = [40, 60, 80, 95] as const

/** The class of a score's cell. */
export function heat(score: string | number | null): string {
  if (score === null) return 'h-none'
  const value = Number(score)
  return `h-${STEPS.filter((step) => value >= step).length}`
}
