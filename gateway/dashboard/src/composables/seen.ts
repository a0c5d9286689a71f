/** What is far below the window can wait: it is loaded and drawn when somebody comes near it. */
import { onBeforeUnmount, onMounted } from 'vue'

const NEAR = '240px'

/** Act once, when the element comes near the window. */
export function whenSeen(element: () => Element | null, act: () => void): void {
  let observer: IntersectionObserver | undefined
  onMounted(() => {
    const found = element()
    if (found === null) return
    observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return
        observer?.disconnect()
        act()
      },
      { rootMargin: NEAR },
    )
    observer.observe(found)
  })
  onBeforeUnmount(() => observer?.disconnect())
}
