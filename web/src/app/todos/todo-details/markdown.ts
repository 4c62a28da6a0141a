/** The addresses that are links; a browser may open any other in a program of this device, or nowhere. */
const linked = /^(?:https?|mailto|tel|sms|geo):/i

/** What notes may contain once they are rendered; anything else is shown as its text. */
const allowed = {
  ALLOWED_TAGS: [
    ...['a', 'p', 'br', 'hr', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li'],
    ...['h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'start', 'target', 'rel'],
  // Every attribute that is not named here must look like an address.
  ADD_URI_SAFE_ATTR: ['start', 'target', 'rel'],
  ALLOWED_URI_REGEXP: linked,
}

/** What runs in the direction of its own words. */
const blocks = 'p, h3, h4, h5, h6, ul, ol, li, blockquote, pre, th, td'

/**
 * Renders Markdown as nodes: raw HTML stays the text that was typed, a picture becomes a link to it (loading it would
 * tell a stranger that the notes were read), an address that is no link is shown after its words, headings begin below
 * those of the page, links open elsewhere and do not say where from. Works under `require-trusted-types-for 'script'`.
 * The libraries are loaded when first needed.
 */
export async function renderMarkdown(text: string): Promise<DocumentFragment> {
  const [{ Marked }, { default: purify }] = await Promise.all([import('marked'), import('dompurify')])
  const marked = new Marked({
    gfm: true,
    breaks: true,
    renderer: {
      html: ({ text: raw }) => escapeHtml(raw),
      image: ({ href, text: alt }) => linkTo(href, escapeHtml(alt || href)),
      link({ href, tokens }) {
        return linkTo(href, this.parser.parseInline(tokens))
      },
      heading({ tokens, depth }) {
        const level = Math.min(6, depth + 2)
        return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`
      },
      checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    },
  })
  const nodes = purify.sanitize(await marked.parse(text), { ...allowed, RETURN_DOM_FRAGMENT: true })
  for (const block of nodes.querySelectorAll<HTMLElement>(blocks)) block.dir = 'auto'
  return nodes
}

function linkTo(href: string, html: string): string {
  const address = escapeHtml(href)
  if (!linked.test(href)) return html === address ? html : `${html} (${address})`
  return `<a href="${address}" target="_blank" rel="noopener noreferrer">${html}</a>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
