/**
 * The one rule by which texts are the same for whoever searches, on the server and in the browser. No schemas here:
 * the browser imports it.
 */

/** Characters that are not seen, such as the soft hyphen, joiners and variation selectors. */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}+/gu
/** Apostrophes that normalizing would take apart into a space and a mark. */
const LONE_ACCENTS = /[\u00B4\u0384\u1FBD\u1FBF\u1FFD]/g
/** More marks on one letter than any language has. The last two, of Japanese, become marks by normalizing. */
const RUN_OF_MARKS = /([\p{M}\uFF9E\uFF9F]{4})[\p{M}\uFF9E\uFF9F]+/gu
/**
 * Marks on Latin, Greek, Cyrillic, Hebrew and Arabic letters, and the Arabic tatweel. Those of other scripts are as
 * good as letters: が is not か.
 */
const MARKS =
  /\u0640|(?![\u3099\u309A])(?=[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Cyrillic}\p{Script=Hebrew}])[\p{Mn}\p{Me}]/gu

/** Letters that Unicode does not take apart, each with what is typed for it. */
const LETTERS = new Map(
  'æae œoe þth øo łl đd ðd ħh ŧt ƀb ȼc ɇe ǥg ɨi ɉj ƚl ɍr ⱥa ɏy ƶz ɓb ɗd ɖd ƙk ƴy ςσ ׳\' ״"'
    .split(' ')
    .map((pair) => [pair.slice(0, 1), pair.slice(1)]),
)
const SPECIAL_LETTERS = new RegExp(`[${[...LETTERS.keys()].join('')}]`, 'g')
const APOSTROPHES = /[`\u2018-\u201B\u2032\u2035\u02B9\u02BB-\u02BD\u2039\u203A]/g
const QUOTES = /[\u201C-\u201F\u00AB\u00BB\u301D-\u301F]/g
const DASHES = /[\u2010-\u2015\u2212\u2E3A\u2E3B\u058A\u05BE]/g
const ASCII = /^\p{ASCII}*$/u

/**
 * A text as it is compared: without the difference between capitals and small letters (ß is ss, the Turkish ı is i),
 * accents and other marks, full and half width, ligatures, and kinds of apostrophes, quotation marks and dashes. Of
 * many marks in a row four count, so that the cost is linear. It is at most eight times as long as the text. Folding
 * twice changes nothing.
 */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase().replace(APOSTROPHES, "'").replace(QUOTES, '"')
  const letters = text
    .replace(IGNORABLE, '')
    .replace(LONE_ACCENTS, "'")
    .replace(RUN_OF_MARKS, '$1')
    // The one character that would become eighteen, by the abbreviation of what it says.
    .replaceAll('\uFDFA', '\u0635\u0644\u0639\u0645')
    .normalize('NFKD')
    .replace(MARKS, '')
  return caseFolded(letters)
    .replace(SPECIAL_LETTERS, (letter) => LETTERS.get(letter) ?? letter)
    .replace(APOSTROPHES, "'")
    .replace(QUOTES, '"')
    .replace(DASHES, '-')
    .normalize('NFC')
}

/** Small letters by way of the capitals, which ß, ŉ and ı share with ss, ʼn and i. The first step is for ẞ. */
function caseFolded(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase()
}
