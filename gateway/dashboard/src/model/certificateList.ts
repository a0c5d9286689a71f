/** The public list of certificates as people look through it. */

export interface Listed {
  code: string
  name: string
}

/** The items whose name has every sign of what is looked for, in its order: 无犯罪 finds 无违法犯罪记录证明. */
export function holds<T extends Listed>(items: readonly T[], wanted: string): T[] {
  const signs = Array.from(wanted.replace(/\s|证明/g, ''))
  return items.filter((item) => {
    let at = 0
    for (const sign of signs) {
      at = item.name.indexOf(sign, at)
      if (at < 0) return false
      at += sign.length
    }
    return true
  })
}
