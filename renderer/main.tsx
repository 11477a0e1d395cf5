import './app/no-made-code.ts'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { LibraryDoor } from './app/LibraryDoor.tsx'
import { tellOfUncaught } from './app/page-errors.ts'
import { queryClient } from './app/queries.ts'
import { router } from './app/routes.tsx'
import { showRememberedLook } from './app/useSettings.ts'
import './ui/base.css'
import { TooltipProvider } from './ui/Tooltip.tsx'

showRememberedLook()
tellOfUncaught()

const place = document.getElementById('root')
if (!place) throw new Error('The page has no place for the app')

createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <TooltipProvider delay={500}>
        <LibraryDoor>
          <RouterProvider router={router} />
        </LibraryDoor>
      </TooltipProvider>
    </QueryClientProvider>
  </StrictMode>,
)
