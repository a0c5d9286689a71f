/** The posts that a person may act in, in words. */
import type { Me } from '@/api/session'
import { ROLES } from './words'

export type HeldPost = Me['held_posts'][number]

/** What it is and where: 乡镇 · 青石镇, 部门 · 文旅局. */
export function postName(post: HeldPost): string {
  const place = post.department_name ?? post.department ?? post.region_name ?? post.region
  return `${post.roles.map((role) => ROLES[role]).join('、')} · ${place}`
}

/** Whether somebody who has just signed in chooses first: with one post there is nothing to choose. */
export const choosing = (me: Me | null): boolean => (me?.held_posts.length ?? 0) > 1
