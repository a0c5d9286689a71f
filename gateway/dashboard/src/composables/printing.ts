/** Whether the page is being put on paper: then nothing is left out that a screen would scroll to. */
import { ref } from 'vue'

const paper = window.matchMedia('print')

export const printing = ref(paper.matches)

paper.addEventListener('change', (event) => (printing.value = event.matches))
// Some browsers lay the paper out before they tell that its media applies.
window.addEventListener('beforeprint', () => (printing.value = true))
window.addEventListener('afterprint', () => (printing.value = paper.matches))
