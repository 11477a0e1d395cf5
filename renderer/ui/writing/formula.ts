import type katexOfPage from 'katex'
import type { KatexOptions } from 'katex'

type Katex = typeof katexOfPage

let loaded: Katex | null = null
let loading: Promise<Katex> | null = null

/** The typesetter if it is there already. */
export function loadedKatex(): Katex | null {
  return loaded
}

/** Loads the typesetter and its fonts, once, when the first formula comes. */
export function loadKatex(): Promise<Katex> {
  loading ??= Promise.all([import('katex'), import('katex/dist/katex.min.css')]).then(([{ default: katex }]) => {
    loaded = katex
    return katex
  })
  return loading
}

/** No formula names an address, a class or an attribute, none grows without end, and a wrong one is an error. */
export const formulaOptions: KatexOptions = {
  trust: false,
  throwOnError: true,
  strict: false,
  maxSize: 40,
  maxExpand: 400,
  output: 'htmlAndMathml',
}

/** A formula drawn, as elements for the page; null when it is none, so that its source is shown instead. */
export function drawFormula(katex: Katex, source: string, wide: boolean): Element | null {
  const place = document.createElement('span')
  try {
    katex.render(source, place, { ...formulaOptions, displayMode: wide })
  } catch {
    // Any error of the typesetter means the same to the reader: the source says more.
    return null
  }
  return [...place.querySelectorAll('*')].every(isHarmless) ? place : null
}

const allowedNames = new Set([
  'class',
  'style',
  'aria-hidden',
  'xmlns',
  'width',
  'height',
  'viewbox',
  'd',
  'preserveaspectratio',
])
const nameOfMath = /^(?:math|semantics|annotation|m[a-z]+)$/
const allowedElements = new Set(['span', 'svg', 'path', 'line'])

/** What the typesetter may make, and nothing that loads, runs or leads away, should it ever make that. */
function isHarmless(element: Element): boolean {
  const name = element.localName
  const isMath = element.namespaceURI === 'http://www.w3.org/1998/Math/MathML' && nameOfMath.test(name)
  if (!isMath && !allowedElements.has(name)) return false
  return [...element.attributes].every(
    ({ name: attribute, value }) =>
      !/url\s*\(|javascript:|https?:(?!\/\/www\.w3\.org\/)/i.test(value) &&
      (isMath
        ? !/^on|href|src|action/i.test(attribute)
        : allowedNames.has(attribute.toLowerCase()) || /^[xy][12]$|^stroke-width$/.test(attribute)),
  )
}
