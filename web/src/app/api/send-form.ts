import type { Signal } from '@angular/core'
import type { FieldTree, FormSubmitOptions, ValidationError } from '@angular/forms/signals'
import { ApiProblem, type FailureCode } from './problem'

type FormError = ValidationError.WithOptionalFieldTree

/**
 * How a signal form is sent to the server, for `form(…, { submission })`. What the server refuses appears under the
 * field it names, the rest belongs to the form as a whole; the first field with an error gets the focus.
 *
 * @param model the signal the form is made from
 * @param send makes the call with the value of the form; rejects with an `ApiProblem`
 * @param fieldOf under which field a problem appears that names none, by its code
 */
export function sendForm<Model extends object>(
  model: Signal<Model>,
  send: (value: Model) => Promise<void>,
  fieldOf: Partial<Record<FailureCode, keyof Model & string>> = {},
): FormSubmitOptions<Model, unknown> {
  return {
    action: async (form) => {
      const value = model()
      try {
        await send(value)
        return undefined
      } catch (reason) {
        if (!(reason instanceof ApiProblem)) throw reason
        const fields = form as unknown as Readonly<Record<string, FieldTree<unknown>>>
        const errors = toErrors(reason, fieldOf[reason.code], (name) => (name in value ? fields[name] : undefined))
        focusFirst(errors)
        return errors
      }
    },
    onInvalid: (form) => focusFirst(form().errorSummary()),
  }
}

function toErrors(
  problem: ApiProblem,
  fieldOfAll: string | undefined,
  find: (name: string) => FieldTree<unknown> | undefined,
): FormError[] {
  const atFields = problem.errors.flatMap(({ path, message }) => {
    const fieldTree = find(path.replace(/^\/body\//, ''))
    return fieldTree ? [{ kind: problem.code, message: asSentence(message), fieldTree }] : []
  })
  if (atFields.length > 0) return atFields
  const error = { kind: problem.code, message: asSentence(problem.title) }
  const fieldTree = fieldOfAll === undefined ? undefined : find(fieldOfAll)
  return [fieldTree ? { ...error, fieldTree } : error]
}

function focusFirst(errors: readonly FormError[]): void {
  errors
    .find((error) => error.fieldTree)
    ?.fieldTree?.()
    .focusBoundControl()
}

function asSentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.')
}
