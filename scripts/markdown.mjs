/**
 * @typedef {object} CodeBlock
 * @property {string} where file and line, such as `docs/page.md:12`
 * @property {string} language the first word of its info string
 * @property {string} mark the rest of it: where the code is from, or what it is
 * @property {string} code
 */

const fence = /^```(\S*)([^\n]*)\n([\s\S]*?)^```$/gm

/**
 * The fenced code blocks of a page.
 *
 * @param {string} file for `where`
 * @param {string} text
 * @returns {CodeBlock[]}
 */
export function codeBlocks(file, text) {
  return Array.from(text.matchAll(fence), ({ index, 1: language = '', 2: mark = '', 3: code = '' }) => {
    return { where: `${file}:${text.slice(0, index).split('\n').length}`, language, mark: mark.trim(), code }
  })
}

/**
 * Where the links and pictures of a page lead, but for those in code.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function linkTargets(text) {
  return Array.from(withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g), ([, target = '']) => target)
}

/**
 * What can follow the `#` in a link to the page: the headings, as GitHub makes anchors of them.
 *
 * @param {string} text
 * @returns {Set<string>}
 */
export function anchors(text) {
  /** @type {Map<string, number>} */
  const seen = new Map()
  const headings = text.replace(fence, '').matchAll(/^#{1,6} (.+)$/gm)
  return new Set(
    Array.from(headings, ([, heading = '']) => {
      const anchor = heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-')
      const before = seen.get(anchor) ?? 0
      seen.set(anchor, before + 1)
      return before === 0 ? anchor : `${anchor}-${before}`
    }),
  )
}

/** @param {string} text */
function withoutCode(text) {
  return text.replace(fence, '').replace(/`[^`\n]*`/g, '')
}
