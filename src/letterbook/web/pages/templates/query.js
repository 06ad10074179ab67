// The page of questions without waiting for a new page: colours, completion and cancel. Nothing here is needed: the page is a
// plain form. What is shown is made of text nodes or comes from this site's own page, so no text can become markup.
"use strict";
(() => {
  const form = document.getElementById("ask");
  if (!form) return;
  const field = document.getElementById("query");
  const editor = field.parentElement;
  const said = document.getElementById("said");
  const cancel = document.getElementById("cancel");
  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  // -- colours: a copy of the text lies behind the field, whose own characters are transparent
  const TOKEN = /(#[^\n]*)|(<[^<>"{}|^`\\\s]*>)|("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|([?$]\w+)|([A-Za-z][\w-]*:[\w.-]*|:[\w.-]+)|(\b(?:ADD|ALL|AS|ASC|ASK|BASE|BIND|BY|CONSTRUCT|COUNT|DESC|DESCRIBE|DISTINCT|EXISTS|FILTER|FROM|GRAPH|GROUP|HAVING|IN|LIMIT|MINUS|NAMED|NOT|OFFSET|OPTIONAL|ORDER|PREFIX|REDUCED|SELECT|UNDEF|UNION|VALUES|WHERE|a|true|false)\b|\b[A-Z_a-z]+(?=\s*\())/gi;
  const KINDS = ["note", "iri", "text", "hole", "name", "word"];
  const behind = element("pre", { "aria-hidden": "true" });
  const colour = () => {
    const text = field.value;
    const parts = [];
    let at = 0;
    for (const match of text.matchAll(TOKEN)) {
      if (match.index > at) parts.push(text.slice(at, match.index));
      const kind = KINDS[match.slice(1).findIndex((group) => group !== undefined)];
      parts.push(element("span", { class: `w-${kind}` }, match[0]));
      at = match.index + match[0].length;
    }
    parts.push(`${text.slice(at)}\n`);
    behind.replaceChildren(...parts);
    follow();
  };
  const follow = () => {
    behind.scrollTop = field.scrollTop;
    behind.style.paddingRight = `${field.offsetWidth - field.clientWidth + 8}px`;
  };
  const LONGEST_COLOURED = 20_000;
  const refresh = () => {
    const short = field.value.length <= LONGEST_COLOURED;
    editor.classList.toggle("coloured", short);
    behind.hidden = !short;
    if (short) colour();
  };
  editor.prepend(behind);
  field.addEventListener("scroll", follow);
  new ResizeObserver(follow).observe(field);
  refresh();

  // -- completion: of a prefix, a term or a document, by the keys that lists have everywhere
  const list = element("ul", { class: "proposals", id: "proposals", role: "listbox", "aria-label": form.dataset.proposals });
  list.hidden = true;
  editor.append(list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", "proposals");
  document.getElementById("keys").hidden = false;
  let known = null;
  let loading = null;
  let chosen = -1;
  let start = 0;
  const load = () => {
    loading ??= fetch(form.dataset.terms).then((answer) => (answer.ok ? answer.json() : null)).then((all) => (known = all)).catch(() => null);
    return loading;
  };
  field.addEventListener("focus", load, { once: true });
  const close = () => {
    list.hidden = true;
    chosen = -1;
    field.removeAttribute("aria-activedescendant");
  };
  const choose = (at) => {
    chosen = at;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
    const item = list.children[at];
    if (!item) return;
    field.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  };
  const take = (at) => {
    const end = field.selectionStart;
    field.setRangeText(list.children[at].dataset.text, start, end, "end");
    close();
    refresh();
    field.focus();
  };
  const proposalsFor = (word) => {
    if (!known) return [];
    if (word.startsWith("<")) {
      const part = word.slice(1).toLowerCase();
      return known.documents.filter((path) => path.toLowerCase().includes(part)).slice(0, 40).map((path) => [`<${path}#it>`, ""]);
    }
    const lower = word.toLowerCase();
    const [prefix, local] = lower.split(":");
    if (local === undefined) {
      const prefixes = Object.keys(known.prefixes).filter((each) => each.startsWith(lower)).map((each) => [`${each}:`, known.prefixes[each]]);
      const terms = known.terms.filter(([term, , used]) => used && term.split(":")[1].toLowerCase().includes(lower));
      return [...prefixes, ...terms.slice(0, 30).map(([term, , used]) => [term, used > 1 ? String(used) : ""])];
    }
    const own = known.terms.filter(([term]) => term.toLowerCase().startsWith(`${prefix}:`));
    const first = own.filter(([term]) => term.toLowerCase().startsWith(lower));
    const rest = own.filter(([term]) => !term.toLowerCase().startsWith(lower) && term.toLowerCase().split(":")[1].includes(local));
    return [...first, ...rest].slice(0, 40).map(([term, , used]) => [term, used > 1 ? String(used) : ""]);
  };
  const place = () => {
    // The list stands below the line of the word: the copy behind the field tells where that is.
    const text = field.value.slice(0, start);
    const mark = element("span", {}, "\u200b");
    behind.replaceChildren(text, mark, field.value.slice(start));
    const left = Math.min(mark.offsetLeft, Math.max(0, editor.clientWidth - list.offsetWidth));
    list.style.left = `${left}px`;
    list.style.top = `${mark.offsetTop + mark.offsetHeight - field.scrollTop + 2}px`;
    colour();
  };
  const propose = (forced) => {
    const before = field.value.slice(0, field.selectionStart);
    const word = /(?:<[^<>\s"]*|[A-Za-z][\w-]*:?[\w.-]*)$/.exec(before)?.[0] ?? "";
    const line = before.slice(before.lastIndexOf("\n") + 1);
    if ((!forced && (!/[:<]/.test(word) || word.length < 2)) || /[?$]\w*$/.test(before) || /^[^<]*#/.test(line)) return close();
    start = field.selectionStart - word.length;
    const found = proposalsFor(word).filter(([text]) => text !== word);
    list.replaceChildren(
      ...found.map(([text, beside], at) => {
        const item = element("li", { role: "option", id: `proposal-${at}`, "aria-selected": "false" }, text, element("span", {}, beside));
        item.dataset.text = text;
        return item;
      }),
    );
    list.hidden = !found.length || field.value.length > LONGEST_COLOURED;
    if (list.hidden) return close();
    place();
    choose(forced ? 0 : -1);
  };
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const item = event.target.closest("li");
    if (item) take([...list.children].indexOf(item));
  });
  field.addEventListener("input", () => {
    refresh();
    if (known) propose(false);
    else load().then(() => propose(false));
  });
  field.addEventListener("blur", close);
  field.addEventListener("click", close);
  field.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      event.preventDefault();
      return form.requestSubmit();
    }
    if (event.ctrlKey && event.key === " ") {
      event.preventDefault();
      return load().then(() => propose(true));
    }
    if (list.hidden) return undefined;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") choose(chosen >= last ? 0 : chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen <= 0 ? last : chosen - 1);
    else if (event.key === "Escape") close();
    else if ((event.key === "Enter" || event.key === "Tab") && chosen >= 0) take(chosen);
    else return undefined;
    event.preventDefault();
    return undefined;
  });

  // -- asking without a new page, so that it can be cancelled; a query that is left is ended by the server
  let running = null;
  const LONGEST_ADDRESS = 12_000;
  const ask = async (address, options, push) => {
    running?.abort();
    const own = (running = new AbortController());
    const results = document.getElementById("results");
    results.classList.add("waiting");
    said.textContent = form.dataset.running;
    cancel.hidden = false;
    try {
      const answer = await fetch(address, { ...options, signal: own.signal, headers: { Accept: "text/html" } });
      const made = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("results");
      if (!made) throw new Error(String(answer.status));
      results.replaceWith(made);
      if (push) history.pushState(null, "", address);
      said.textContent = "";
      made.focus({ preventScroll: true });
      made.scrollIntoView({ block: "start" });
    } catch (error) {
      results.classList.remove("waiting");
      if (running === own) said.textContent = error.name === "AbortError" ? form.dataset.cancelled : form.dataset.failed;
    } finally {
      if (running === own) {
        running = null;
        cancel.hidden = true;
      }
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    close();
    const fields = new URLSearchParams(new FormData(form));
    const address = new URL("./sparql.html", location.href);
    if (String(fields).length > LONGEST_ADDRESS) return ask(address.href, { method: "POST", body: fields }, false);
    address.search = fields;
    return ask(address.href, {}, true);
  });
  cancel.addEventListener("click", () => running?.abort());
  addEventListener("popstate", () => location.reload());
})();
