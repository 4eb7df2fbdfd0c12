// Which strings regular expressions find a match in, by Node's own engine: golden/decode/regular_expressions.jsonl.
//   node tests/oracles/make_regular_expressions.mjs
// Each row is a pattern with "matches" and "others". The strings are the examples below, changed at random (seeded) by a
// character, and random strings of the characters that the pattern and the examples name.
import fs from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";

const CASES = [
  ["", "a"], ["a", "banana"], ["^a", "ab", "ba"], ["a$", "ba", "ab"], ["^abc$", "abc"], ["^$", "", "a"], ["^", "x"], ["$", "x"],
  ["a|b", "xa", "xb"], ["^a|b$", "ax", "xb"], ["^(a|b)$", "a"], ["^(?:a|bc|)d$", "bcd", "d"], ["(^a|b)c", "ac", "xbc", "xac"],
  ["a(b$|c)", "ab", "abx", "acx"], ["^a^", "a"], ["a^b", "ab"], ["(^)?a^b", "ab"], ["$a", "a"], ["a$b?", "a", "ab"], ["^^a$$", "a"],
  ["x*^a", "a", "xa"], ["(x|^)a", "a", "xa", "ya"], ["(a|$)b*$", "ab", "b"],
  ["a*", ""], ["^a*$", "aaa"], ["^a+$", "aaa", ""], ["^a?b$", "ab", "b"], ["^a{2}$", "aa"], ["^a{2,}$", "aaa"], ["^a{2,4}$", "aaa", "aaaaa"],
  ["^(ab){1,3}$", "abab", "abababab"], ["^(a|ab)(c|bcd)(d*)$", "abcd", "abcdd"], ["^(a?){3}$", "aa"], ["^(a*b*)*c$", "abbac"],
  ["^a*?b+?c??$", "aabbc"], ["^(a{2,3}){2}$", "aaaaa"], ["^a{0}$", ""], ["^(a{0,2}){0,2}$", "aaaa"], ["a{,2}", "a{,2}"], ["a{x", "a{x"], ["x{1", "x{1"],
  ["a}b", "a}b"], ["a]b", "a]b"], ["^{", "{"],
  [".", "a", "\n", "\u2028", "😀"], ["^.$", "é", "😀", "ab"], ["^.{3}$", "a😀b"], ["^[^]$", "\n"], ["[]", "a"], ["a[]?b", "ab"],
  ["^[abc]+$", "abcab"], ["^[^abc]+$", "xyz"], ["^[a-c]$", "b", "-"], ["^[-a]$", "-"], ["^[a-]$", "-"], ["^[a\\-c]$", "-", "b"], ["^[\\w-]+$", "a-b"],
  ["^[\\w-.]+$", "a-.b"], ["^[a-\\d]$", "-", "5"], ["^[\\d-z]$", "-", "z", "5"], ["^[A-Za-z0-9-._]+$", "a-._"], ["^[.*+?(){}|$^]+$", "(.)"], ["^[a^]$", "^"],
  ["^[\\]\\[]$", "]", "["], ["^[[]$", "["], ["^[\\b]$", "\b"], ["^[\\n\\t]$", "\t"], ["^[😀-😂]$", "😁"], ["^[é-ü]+$", "êô"],
  ["^\\d+$", "123", "٣"], ["^\\D$", "a", "٣"], ["^\\w+$", "aZ_9", "é"], ["^\\W$", "-", "é"], ["^\\s$", " ", "\u00a0", "\ufeff", "\u2003", "\u180e", "\u0085"],
  ["^\\S+$", "abc"], ["^[\\s\\S]$", "\n"], ["^[^\\d\\s]$", "a"],
  ["^\\t\\n\\v\\f\\r$", "\t\n\v\f\r"], ["^\\0$", "\0"], ["^\\cA\\cz$", "\x01\x1a"], ["^\\x41\\u00e9$", "Aé"], ["^\\ud83d\\ude00$", "😀"], ["^\\u{1F600}$", "😀"],
  ["^\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\/\\\\\\^\\$$", ".*+?()[]{}|/\\^$"], ["^\\-\\_\\'\\&\\:$", "-_'&:"], ["^\\@\\#\\%$", "@#%"],
  ["^\\p{L}+$", "aéж", "1"], ["^\\p{Lu}$", "É", "é"], ["^\\p{Letter}\\P{Letter}$", "a1"], ["^\\p{Nd}+$", "1٣"], ["^\\p{Script=Greek}+$", "αβ"], ["^[\\p{L}\\p{N}_-]+$", "a1_é"],
  ["^\\p{ASCII}$", "a", "é"], ["^\\p{Emoji}$", "😀"], ["^[^\\p{L}]$", "1"], ["^\\p{General_Category=Decimal_Number}$", "7"], ["^\\p{Alphabetic}$", "a"],
  ["^(?<year>\\d{4})$", "2024"], ["^(?:)$", ""], ["^()$", ""], ["((((a))))", "a"],
  ["a(?=b)", "ab", "ac"], ["a(?!b)", "ab", "ac", "a"], ["^(?=.*\\d)(?=.*[a-z]).{4,8}$", "abc1", "abcd"], ["^(?!.*foo).*$", "bar", "xfoox"], ["^(?!foo)", "foobar", "bar"],
  ["^(?!.*\\.\\.)[a-z.]+$", "a.b", "a..b"], ["(?=a)(?=.b)", "ab", "cb"], ["(?!)", "a"], ["(?=)", "a"], ["^(?=a|b$)", "ax", "b", "bx"], ["(?!a(?!b))a", "ab", "ac"],
  ["^(?!\\d+$)\\w+$", "a1", "11"], ["(?=^a)a", "ab", "ba"], ["a(?=$)", "ba", "ab"], ["^(?:(?!x)a)?b", "ab", "b"], ["^(?:(?=a)\\w){1,2}$", "aa", "ab"],
  ["\\bfoo\\b", "a foo b", "afoo", "foo"], ["\\Boo", "foo", "oo"], ["^\\b", "a", " "], ["\\b$", "a", " "], ["a\\b ", "a b"],
  ["\\b\\w{3}\\b", "a bcd e", "abcd"], ["\\B\\B", "", "ab"], ["x*\\by*", "xxyy", "-"], ["^[^\\s]+\\b.$", "ab-"],
  ["(?<=a)b", "ab", "cb"], ["(?<!a)b", "ab", "cb", "b"], ["(?<=[0-9])px", "12px", "px"], ["(?<!\\d)\\d{2}(?!\\d)", "a12b", "123"],
  ["^[\\w.+-]+@[\\w-]+\\.[\\w.-]+$", "a.b+c@d-e.org"], ["^#([0-9a-f]{6}|[0-9a-f]{3})$", "#00ff7f", "#0f7"], ["^https?://[^\\s/$.?#].[^\\s]*$", "https://a.org/b"],
  ["^(\\d+\\.)?(\\d+\\.)?(\\*|\\d+)$", "1.2.*", "12"], ["^$|(^(?:\\S+\\s+){0,9}\\S+$)", "a b c", ""], ["^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$", "YWJj", "YWI="],
  ["^([01]\\d|2[0-3]):[0-5]\\d$", "23:59", "24:00"], ["^\\+?[1-9]\\d{1,14}$", "+33123456"], ["^[|-|.]+$", "|."], ["^[a|b]$", "|", "a"], ["/a/g", "x/a/g"], ["^\\S(.*\\S)?$", "a b", " a"],
  ["^((?!-)[A-Za-z0-9-]{1,63}\\.){1,2}[a-z]{2,6}$", "a-b.org", "-a.org"], ["^(foo|foobar)(bar)?$", "foobarbar", "foo"], ["(a+)+$", "aaab"], ["^(a|aa)+$", "aaaa"], ["^(?:a{2}|a{3}){2,}$", "aaaaa", "a"],
];

let seed = 20240229;
const random = (n) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * n);
};
const compile = (pattern) => {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return new RegExp(pattern);  // what JSON Schema's authors write and browsers take
  }
};

const rows = CASES.map(([pattern, ...examples]) => {
  const expression = compile(pattern);
  const letters = [...new Set([...pattern.replace(/\\[a-zA-Z]/g, ""), ...examples.join(""), ..."a1 -"])];
  const strings = new Set(["", ...examples]);
  for (let i = 0; i < 40; ++i) {
    const characters = [...(examples.length > 0 && i < 28 ? examples[random(examples.length)] : "")];
    const letter = () => letters[random(letters.length)];
    if (i >= 28) for (let n = random(6); n > 0; --n) characters.push(letter());
    else for (let n = 1 + random(2); n > 0; --n) characters.splice(random(characters.length + 1), random(2), ...(random(3) ? [letter()] : []));
    strings.add(characters.join(""));
  }
  const whole = [...strings].filter((text) => text.isWellFormed());
  return {pattern, matches: whole.filter((text) => expression.test(text)), others: whole.filter((text) => !expression.test(text))};
});
const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "golden", "decode");
fs.mkdirSync(folder, {recursive: true});
fs.writeFileSync(path.join(folder, "regular_expressions.jsonl"), rows.map((row) => JSON.stringify(row) + "\n").join(""));
