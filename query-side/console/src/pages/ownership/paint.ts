import { useComputedColorScheme } from '@mantine/core'
import { useMemo } from 'react'
import { hueOf } from '../../ui/holder'
import ui from '../../ui/ui.module.css'

export interface Hue {
  soft: string
  ink: string
  line: string
}

/** The product's colours, for what is painted rather than styled. */
export interface Paint {
  of: (rep: string) => Hue
  pool: (context: CanvasRenderingContext2D) => CanvasPattern | string
  line: string
  ink: string
  inkSoft: string
  sunken: string
  font: string
}

export function usePaint(): Paint {
  const scheme = useComputedColorScheme()
  return useMemo(() => read(scheme), [scheme])
}

/** They stand in the style sheet, once; here they are read from it. */
function read(_scheme: string): Paint {
  const probe = document.createElement('span')
  probe.className = ui['hued'] ?? ''
  document.body.append(probe)
  const hues = Array.from({ length: 8 }, (_, hue): Hue => {
    probe.dataset['hue'] = String(hue)
    const style = getComputedStyle(probe)
    const colour = (name: string) => style.getPropertyValue(name).trim()
    return { soft: colour('--hue-soft'), ink: colour('--hue-ink'), line: colour('--hue-line') }
  })
  probe.remove()
  const root = getComputedStyle(document.documentElement)
  const colour = (name: string) => root.getPropertyValue(name).trim()
  const line = colour('--line-strong')
  let hatching: CanvasPattern | null = null
  return {
    of: (rep) => hues[hueOf(rep)]!,
    pool: (context) => (hatching ??= hatched(context, line)) ?? line,
    line,
    ink: colour('--ink'),
    inkSoft: colour('--ink-soft'),
    sunken: colour('--panel-sunken'),
    font: `500 11.5px ${getComputedStyle(document.body).fontFamily}`,
  }
}

function hatched(context: CanvasRenderingContext2D, colour: string): CanvasPattern | null {
  const tile = document.createElement('canvas')
  tile.width = tile.height = 8
  const pen = tile.getContext('2d')
  if (!pen) return null
  pen.strokeStyle = colour
  pen.lineWidth = 1.2
  pen.beginPath()
  for (const shift of [-8, 0, 8]) {
    pen.moveTo(shift, 8)
    pen.lineTo(shift + 8, 0)
  }
  pen.stroke()
  return context.createPattern(tile, 'repeat')
}
