import eslint from '@eslint/js'
import angular from 'angular-eslint'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const noRestrictedSyntax = [
  'error',
  { selector: 'TSEnumDeclaration', message: 'Node.js strips types; it cannot run an enum. Use a union of literals.' },
]

export default defineConfig(
  globalIgnores(['**/dist/', '**/.angular/', '**/test-results/', '**/playwright-report/', 'data/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  eslint.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'no-restricted-syntax': noRestrictedSyntax,
      // A fixture of Playwright that wants no other says so by an empty pattern.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
      'object-shorthand': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    // Globals are checked by tsc, where they are checked at all.
    rules: { 'no-undef': 'off' },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      // Types, but an interface where a declaration of a library is to be extended.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // Interfaces of libraries ask for methods that are async and have nothing to wait for, or nothing to do.
      '@typescript-eslint/no-empty-function': ['error', { allow: ['methods', 'asyncMethods'] }],
      '@typescript-eslint/require-await': 'off',
      // `void | Promise<void>` says what it means.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // An empty text is often as good as none.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['**/*.{test,spec}.ts'],
    rules: {
      // The runner awaits what test() returns.
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: testCalls() }],
      // What is not there fails the test.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['web/src/**/*.ts'],
    extends: [angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    languageOptions: { parserOptions: { projectService: false, project: 'web/tsconfig.spec.json' } },
    rules: {
      // A component may be its decorator alone.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@angular-eslint/component-selector': ['error', { type: 'element', prefix: 'tally', style: 'kebab-case' }],
      '@angular-eslint/directive-selector': ['error', { type: 'attribute', prefix: 'tally', style: 'camelCase' }],
      '@angular-eslint/component-class-suffix': 'off',
      '@angular-eslint/directive-class-suffix': 'off',
      '@angular-eslint/no-developer-preview': 'error',
      '@angular-eslint/no-experimental': 'error',
      '@angular-eslint/prefer-output-readonly': 'error',
      '@angular-eslint/prefer-signals': 'error',
      '@angular-eslint/use-lifecycle-interface': 'error',
    },
  },
  {
    files: ['web/*.ts'],
    languageOptions: { parserOptions: { projectService: false, project: 'scripts/tsconfig.json' } },
  },
  {
    files: ['web/src/**/*.html'],
    extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
    rules: {
      '@angular-eslint/template/elements-content': ['error', { allowList: ['tallyWritten'] }],
      '@angular-eslint/template/no-inline-styles': 'off',
      '@angular-eslint/template/prefer-control-flow': 'error',
      '@angular-eslint/template/prefer-self-closing-tags': 'error',
    },
  },
)

/** The functions of node:test whose promise belongs to the runner. */
function testCalls() {
  return [{ from: 'package', package: 'node:test', name: ['test', 'suite', 'describe', 'it'] }]
}
