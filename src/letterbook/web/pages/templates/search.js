// Search on a host that only gives out files: reads from search/ what a question needs, and nothing from anywhere else.
// Words are folded as folding.py folds them; what is shown is made of text nodes, so no text can become markup.
"use strict";
(() => {
  const box = document.getElementById("found");
  const asked = new URLSearchParams(location.search);
  const question = (asked.get("q") || "").slice(0, 200);
  const page = Math.max(1, Number.parseInt(asked.get("page") || "1", 10) || 1);
  if (box.dataset.served !== undefined || !question.trim()) return;
  document.getElementById("q").value = question;

  const LETTERS = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ѣ": "е", "і": "и", "ѵ": "и", "ѳ": "ф" };
  const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}])*\*?/gu;
  const fold = (word) =>
    Array.from(word.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, ""), (char) => LETTERS[char] ?? char).join("");
  const words = (text) => Array.from(text.matchAll(WORD), (match) => match[0]);
  const wanted = [...new Set(words(question).map(fold))].filter((word) => word !== "*").slice(0, 12);
  const isWanted = (word) =>
    wanted.some((each) => (each.endsWith("*") ? word.startsWith(each.slice(0, -1)) : word === each));

  const root = new URL(box.dataset.index, location.href);
  const get = async (name, base = root) => {
    const answer = await fetch(new URL(name, base));
    if (!answer.ok) throw new Error(`${answer.status} ${name}`);
    return answer;
  };
  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text) made.append(text);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  // Code points order words as Python does; "<" compares UTF-16 units, which differs beyond the first plane only.
  const before = (one, other) => {
    const [a, b] = [Array.from(one), Array.from(other)];
    for (let at = 0; at < Math.min(a.length, b.length); at++) {
      const step = a[at].codePointAt(0) - b[at].codePointAt(0);
      if (step) return step < 0;
    }
    return a.length < b.length;
  };

  // The letters of one word, or of all words that begin so: a map from the number of a letter to its weight.
  async function lettersOf(word, firsts) {
    const open = word.endsWith("*");
    const stem = open ? word.slice(0, -1) : word;
    const found = new Map();
    let file = firsts.findLastIndex((first) => !before(stem, first));
    for (file = Math.max(file, 0); file < firsts.length; file++) {
      if (file && before(stem, firsts[file]) && !firsts[file].startsWith(stem)) break;
      const held = await (await get(`words-${file}.json`)).json();
      for (const [term, steps] of Object.entries(held)) {
        if (open ? !term.startsWith(stem) : term !== stem) continue;
        for (let at = 0, letter = 0; at < steps.length; at += 2) {
          letter += steps[at];
          found.set(letter, (found.get(letter) || 0) + steps[at + 1]);
        }
      }
      if (!open) break;
    }
    return found;
  }

  function rank(lists, count) {
    const [least, ...others] = [...lists].sort((one, other) => one.size - other.size);
    const scores = [];
    for (const letter of least.keys()) {
      if (!others.every((list) => list.has(letter))) continue;
      const score = lists.reduce((sum, list) => {
        const weight = list.get(letter);
        return sum + Math.log(1 + count / list.size) * (weight / (weight + 1.2));
      }, 0);
      scores.push([score, letter]);
    }
    return scores.sort((one, other) => other[0] - one[0] || one[1] - other[1]).map(([, letter]) => letter);
  }

  function passage(text, first, last) {
    const own = Array.from(text).slice(first, last).join("");
    const marks = Array.from(own.matchAll(WORD)).filter((match) => isWanted(fold(match[0].replace(/\*$/, ""))));
    const middle = marks.length ? marks[0].index : 0;
    let start = Math.max(0, middle - 90);
    start = start ? own.lastIndexOf(" ", start) + 1 : 0;
    const stop = own.indexOf(" ", Math.min(own.length, middle + 180));
    const end = stop > 0 ? stop : own.length;
    const made = element("p", start ? "… " : "", { dir: "auto", class: "passage" });
    let at = start;
    for (const match of marks) {
      if (match.index < start || match.index + match[0].length > end) continue;
      made.append(own.slice(at, match.index), element("mark", match[0]));
      at = match.index + match[0].length;
    }
    made.append(own.slice(at, end), end < own.length ? " …" : "");
    return made;
  }

  async function show(letter, index) {
    const rows = await (await get(`letters-${Math.floor(letter / index.a_file)}.json`)).json();
    const [path, titles, first, last] = rows[letter % index.a_file];
    const item = element("li", "", { class: "hit" });
    const name = path.split("/").map(encodeURIComponent).join("/");
    const link = element("a", titles[box.dataset.language] ?? Object.values(titles)[0], { href: new URL(`${name}.html`, new URL(box.dataset.pages, location.href)).href });
    item.append(link);
    try {
      item.append(passage(await (await get(`../${name}.txt`)).text(), first, last));
    } catch { /* a passage is a help and no more */ }
    return item;
  }

  async function search() {
    const index = await (await get("index.json")).json();
    if (index.letters && !index.words.length) return [element("p", box.dataset.large)];
    if (!wanted.length) return [element("p", box.dataset.none)];
    const found = rank(await Promise.all(wanted.map((word) => lettersOf(word, index.words))), index.letters);
    if (!found.length) return [element("p", box.dataset.none)];
    const list = element("ol", "", { class: "hits" });
    list.append(...(await Promise.all(found.slice((page - 1) * 20, page * 20).map((letter) => show(letter, index)))));
    const made = [element("p", `${box.dataset.found} ${found.length}`, { class: "count" }), list];
    for (const [number, words] of [[page - 1, box.dataset.before], [page + 1, box.dataset.next]]) {
      if (number < 1 || (number - 1) * 20 >= found.length) continue;
      const next = new URLSearchParams({ q: question, page: String(number) });
      made.push(element("a", words, { href: `?${next}`, class: "turn" }));
    }
    return made;
  }

  search().then((made) => box.replaceChildren(...made), () => box.replaceChildren(element("p", box.dataset.failed)));
})();
