import { createApp } from 'vue'
import App from './App.vue'
import { watchDoor } from './api/door'
import { followOtherTabs } from './api/session'
import { followTheme } from './composables/theme'
import { router } from './router'
import './styles/tokens.css'
import './styles/base.css'
import './styles/forms.css'
import './styles/tables.css'
import './styles/print.css'

followTheme()
followOtherTabs()
watchDoor()
createApp(App).use(router).mount('#app')
