import { renderMarkdown } from './markdown'

async function rendered(text: string): Promise<HTMLElement> {
  const host = document.createElement('div')
  host.append(await renderMarkdown(text))
  return host
}

describe('renderMarkdown', () => {
  it('renders lists, emphasis and line breaks', async () => {
    const host = await rendered('- **two** litres\n- oat\n\nor\nsoy')
    expect(host.querySelectorAll('li')).toHaveLength(2)
    expect(host.querySelector('strong')?.textContent).toBe('two')
    expect(host.querySelector('br')).not.toBeNull()
  })

  it('shows raw HTML as the text that was typed', async () => {
    const host = await rendered('<img src=x onerror=alert(1)> and <b>bold</b>\n\n<script>alert(1)</script>')
    expect(host.querySelector('img, b, script')).toBeNull()
    expect(host.textContent).toContain('<img src=x onerror=alert(1)>')
    expect(host.textContent).toContain('<script>alert(1)</script>')
  })

  it('opens links elsewhere, without saying where from', async () => {
    const link = (await rendered('[shop](https://shop.example/?a=1&b=2)')).querySelector('a')
    expect(link?.getAttribute('href')).toBe('https://shop.example/?a=1&b=2')
    expect(link?.rel).toBe('noopener noreferrer')
    expect(link?.target).toBe('_blank')
  })

  it('makes no link of a script', async () => {
    const host = await rendered('[x](javascript:alert(1)) [y](data:text/html,hi) <javascript:alert(1)>')
    expect(host.querySelectorAll('a[href]')).toHaveLength(0)
  })

  it.each([
    'http://a.example',
    'https://a.example/',
    'mailto:ada@a.example',
    'tel:+49301',
    'sms:+49301',
    'geo:52.5,13.4',
  ])('makes a link of %s', async (address) => {
    expect((await rendered(`[there](${address})`)).querySelector('a')?.getAttribute('href')).toBe(address)
  })

  it.each(['obsidian://open?vault=Home&file=a', 'zotero://select/1', 'file:///etc/hosts', '../notes.md', '/todos'])(
    'shows the address %s, which is no link',
    async (address) => {
      const host = await rendered(`[there](${address}) ![it](${address})`)
      expect(host.querySelector('a')).toBeNull()
      expect(host.textContent.trim()).toBe(`there (${address}) it (${address})`)
    },
  )

  it('shows an address once that is its own words', async () => {
    const host = await rendered('<obsidian://open?vault=Home>')
    expect(host.querySelector('a')).toBeNull()
    expect(host.textContent.trim()).toBe('obsidian://open?vault=Home')
  })

  it('loads no pictures', async () => {
    const host = await rendered('![a cat](https://cats.example/cat.png "onload=alert(1)")')
    expect(host.querySelector('img')).toBeNull()
    expect(host.querySelector('a')?.textContent).toBe('a cat')
  })

  it('begins headings below those of the page', async () => {
    expect((await rendered('# Shopping')).querySelector('h3')?.textContent).toBe('Shopping')
  })

  it('keeps the number a list begins with', async () => {
    expect((await rendered('3. three\n4. four')).querySelector('ol')?.start).toBe(3)
  })

  it('reads task lists', async () => {
    expect((await rendered('- [x] milk\n- [ ] bread')).textContent.replace(/\s+/g, ' ').trim()).toBe('☑ milk ☐ bread')
  })
})
