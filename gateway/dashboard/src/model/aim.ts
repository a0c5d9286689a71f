/** Where somebody wanted to go, kept for the trip to an outside provider and back: this tab alone, and once. */
import { inside } from '@/navigation'

const AIM = 'songbang.aim'

export const keepAim = (next: unknown): void => sessionStorage.setItem(AIM, inside(next))

export function takeAim(): string {
  const kept = sessionStorage.getItem(AIM)
  sessionStorage.removeItem(AIM)
  return inside(kept)
}
