/** The page's colours for canvases, which do not read style sheets. */
export interface Palette {
  ink: string
  ink2: string
  ink3: string
  line: string
  strong: string
  sheet: string
  red: string
  black: string
  act: string
  warn: string
  heat: string[]
  font: string
  /** The root's letters in pixels: a canvas grows with a wall screen as the page does. */
  rem: number
}

/** The colours of the theme that is shown now. */
export function palette(): Palette {
  const style = getComputedStyle(document.documentElement)
  const value = (name: string): string => style.getPropertyValue(name).trim()
  return {
    ink: value('--ink'),
    ink2: value('--ink-2'),
    ink3: value('--ink-3'),
    line: value('--line'),
    strong: value('--line-strong'),
    sheet: value('--sheet'),
    red: value('--red'),
    black: value('--black'),
    act: value('--act'),
    warn: value('--warn'),
    heat: [0, 1, 2, 3, 4].map((step) => value(`--heat-${step}`)),
    font: value('--sans'),
    rem: parseFloat(style.fontSize),
  }
}
