import { inject, Service } from '@angular/core'
import { Title } from '@angular/platform-browser'
import { TitleStrategy, type RouterStateSnapshot } from '@angular/router'

/** Titles a document after its route: “Today · Tally”. */
@Service()
export class PageTitle extends TitleStrategy {
  private readonly title = inject(Title)

  override updateTitle(state: RouterStateSnapshot): void {
    const page = this.buildTitle(state)
    this.title.setTitle(page ? `${page} · Tally` : 'Tally')
  }
}
