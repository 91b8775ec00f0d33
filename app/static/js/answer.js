// One question at a time, keys to answer by, and every answer saved as it is given.
//
// Without this script the page is one long form that works. Whatever is typed stays in its input until the server
// has it, no reply ever changes an input without being asked to, and the state shown is what the server said.

const PAUSE = 900; // milliseconds after the last key before text is saved
const PATIENCE = 15000; // milliseconds for one try
const LONGEST_WAIT = 30; // seconds between two tries

const form = document.getElementById("answers");
const page = form.closest(".page");
const words = JSON.parse(document.getElementById("words").textContent);
const bar = form.querySelector(".answer-bar");
const status = bar.querySelector("[role=status]");
const [back, next] = bar.querySelectorAll("[data-go]");
const progress = page.querySelector(".answer-header progress");
const finish = document.getElementById("finish");
const keys = page.querySelector("[data-keys]");
const questions = [...form.querySelectorAll(".answer-question")].map(question);
const cards = [...questions.map((q) => q.box), finish];

let at = 0; // index of the card that is shown
let isClosed = false;
let wish = null; // the button that was pressed while something was still unsaved

// ---- What is answered

function question(box) {
  const field = (name) => form.elements[`${box.dataset.key}.${name}`];
  const link = document.querySelector(`#map a[href="#${box.id}"]`);
  const q = { box, field, link, revision: parseInt(field("seen").value || "0", 10), state: "idle", tries: 0 };
  q.kept = JSON.stringify(answer(q)); // the answer as the server has it
  return q;
}

function answer(q) {
  const choice = q.field("choice").value;
  const kind = choice === "" || choice === "DK" || choice === "NA" ? choice : "level";
  return {
    kind,
    value: kind === "level" ? Number(choice) : null,
    evidence: (q.box.querySelector("[data-evidence]:checked") && q.field("evidence").value) || "none",
    comment: q.field("comment").value.trim(),
    reason: kind === "NA" ? q.field("reason").value.trim() : "",
  };
}

function write(q, given) {
  q.field("choice").value = given.kind === "level" ? given.value : given.kind;
  q.field("evidence").value = given.evidence;
  q.field("comment").value = given.comment;
  q.field("reason").value = given.reason;
}

// ---- Saving

function changed(q, wait) {
  mark(q);
  if (q.sending || isClosed || q.state === "conflict") return; // what is under way is settled first
  clearTimeout(q.timer);
  q.note?.remove();
  const given = answer(q);
  const text = JSON.stringify(given);
  if (text === q.kept) return become(q, q.revision ? "saved" : "idle");
  if (!given.kind) return become(q, given.comment ? "choose" : "idle");
  if (given.kind === "NA" && !given.reason) return become(q, "explain");
  become(q, "waiting");
  q.timer = setTimeout(launch, wait, q);
}

function launch(q) {
  const given = answer(q);
  const operation = [...crypto.getRandomValues(new Uint32Array(4))].map((n) => n.toString(36)).join("");
  q.text = JSON.stringify(given);
  q.sending = JSON.stringify({ question: q.box.dataset.key, ...given, base: q.revision, operation });
  send(q);
}

// A try may have reached the server although its reply was lost. So the same try is sent until one is answered,
// and only then what was typed meanwhile.
async function send(q) {
  if (q.isUnderWay || isClosed) return;
  clearTimeout(q.timer);
  q.isUnderWay = true;
  become(q, "saving");
  let reply, body;
  try {
    reply = await fetch(form.dataset.save, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": form.elements.csrf_token.value },
      body: q.sending,
      keepalive: true, // a phone may put the page to sleep right after the tap
      signal: AbortSignal.timeout?.(PATIENCE),
    });
    body = await reply.json();
  } catch {
    reply = { status: 0 };
  }
  q.isUnderWay = false;
  if (reply.ok) settle(q, q.text, body.revision, body.saved_at);
  else if (reply.status === 409 && body.current) conflict(q, body.current);
  else if (reply.status === 409) close();
  else if (reply.status === 422) refuse(q, body.sentence);
  else if (reply.status === 403 || reply.status === 404) later(q, "lost"); // the cookie is gone; the link brings it back
  else later(q, navigator.onLine ? "failed" : "offline");
}

function settle(q, text, revision, savedAt) {
  Object.assign(q, { kept: text, revision, savedAt, sending: null, tries: 0 });
  q.field("seen").value = revision;
  changed(q, 0);
  if (wish && !questions.some(isUnsaved)) form.requestSubmit(wish);
}

function later(q, why) {
  q.wait = Math.min(2 ** q.tries, LONGEST_WAIT);
  q.tries += 1;
  become(q, why);
  q.timer = setTimeout(send, q.wait * 1000, q);
}

function refuse(q, sentence) {
  q.sending = null;
  note(q, "refused").querySelector("span").textContent = sentence;
  become(q, "refused");
}

function conflict(q, current) {
  const { revision, ...other } = current;
  q.sending = null;
  if (JSON.stringify(order(other)) === JSON.stringify(answer(q))) return settle(q, JSON.stringify(answer(q)), revision);
  const box = note(q, "changed");
  box.querySelector("[data-other]").textContent = spoken(q, other);
  box.addEventListener("click", (event) => {
    const choice = event.target.dataset.keep;
    if (!choice) return;
    q.state = "waiting";
    if (choice === "other") write(q, other);
    settle(q, JSON.stringify(order(other)), revision);
    focusCard();
  });
  become(q, "conflict");
}

function order({ kind, value, evidence, comment, reason }) {
  return { kind, value, evidence, comment, reason };
}

function spoken(q, given) {
  const value = given.kind === "level" ? given.value : given.kind;
  const label = q.box.querySelector(`input[value="${value}"]`).parentElement.textContent;
  const more = [given.reason, given.comment && `${words.comment} ${given.comment}`];
  return [label, ...more.filter(Boolean)].join(" – ");
}

function note(q, name) {
  q.note?.remove();
  q.box.prepend(document.getElementById(name).content.cloneNode(true));
  return (q.note = q.box.firstElementChild);
}

function close() {
  isClosed = true;
  for (const q of questions) clearTimeout(q.timer);
  report();
}

// ---- What is shown of it

function isUnsaved(q) {
  return q.state !== "idle" && q.state !== "saved";
}

function become(q, state) {
  q.state = state;
  q.link.toggleAttribute("data-unsaved", isUnsaved(q));
  report();
}

function report() {
  const here = questions[at];
  const others = questions.filter((q) => q !== here && isUnsaved(q)).length;
  const state = isClosed ? "closed" : here ? here.state : "idle";
  const lines = [state === "saved" && here.savedAt ? words.saved : words[{ waiting: "saving", saved: "kept" }[state] || state]];
  if (others && !isClosed) lines.push(words.others.replace("{count}", others));
  const text = lines.filter(Boolean).join(" ").replace("{seconds}", here?.wait).replace("{time}", clock(here?.savedAt));
  if (text !== status.textContent) status.textContent = text; // said aloud only when it says something new
  const isWaiting = { waiting: "saving", failed: "retrying", offline: "retrying", lost: "retrying" };
  const isWrong = { conflict: "failed", refused: "failed", closed: "failed", choose: "idle", explain: "idle" };
  status.dataset.state = isWaiting[state] || isWrong[state] || (state === "idle" && others ? "retrying" : state);
}

function clock(moment) {
  const time = moment ? new Date(moment) : new Date();
  return time.toLocaleTimeString(document.documentElement.lang.slice(0, 2), { timeStyle: "short", hourCycle: "h23" });
}

function mark(q) {
  const { kind } = answer(q);
  const state = kind === "" ? "open" : kind === "level" ? "answered" : "skipped";
  q.link.dataset.state = state;
  q.link.querySelector("span").textContent = ` ${words[state]}`;
  const answered = questions.filter((one) => one.field("choice").value).length;
  progress.value = answered / questions.length;
  progress.previousElementSibling.textContent = words.progress
    .replace("{answered}", answered)
    .replace("{asked}", questions.length);
}

// ---- One card at a time

function show(index) {
  at = index;
  cards.forEach((card, number) => (card.hidden = number !== at));
  for (const part of form.querySelectorAll(".answer-part")) part.hidden = !part.contains(cards[at]);
  for (const q of questions) q.link.toggleAttribute("aria-current", q.box === cards[at]);
  back.hidden = at === 0;
  next.hidden = cards[at] === finish;
  next.firstElementChild.textContent = at === questions.length - 1 ? words.last : words.next;
  if (cards[at] === finish) summarise();
  report();
}

function summarise() {
  const missing = questions.map((q, index) => ({ q, number: index + 1 })).filter(({ q }) => !q.field("choice").value);
  const line = document.createElement("p");
  if (!missing.length) line.textContent = words.all;
  else if (missing.length === questions.length) line.textContent = words.none;
  else {
    const [before, after] = words.missing.split("{numbers}");
    line.append(before);
    missing.forEach(({ q, number }, index) => {
      const link = Object.assign(document.createElement("a"), { href: `#${q.box.id}`, textContent: number });
      line.append(index ? ", " : "", link);
    });
    line.append(after);
  }
  finish.querySelector("[data-summary]").replaceChildren(line);
  form.elements.confirmed.value = "yes"; // whoever submits from here has seen what is missing
}

function go(step) {
  const card = cards[at + step];
  if (!card) return;
  history.pushState(null, "", `#${card.id}`); // no event tells of it, so a quick second key finds the new card
  arrive(at + step);
}

function arrive(index) {
  show(index);
  scrollTo(0, 0);
  focusCard();
}

function focusCard() {
  const target = cards[at].querySelector("fieldset, h2");
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

function cardOf(hash) {
  const target = hash.length > 1 && document.getElementById(hash.slice(1));
  if (!target || !form.contains(target)) return -1;
  return cards.findIndex((card) => card === target || target.contains(card));
}

function firstToDo() {
  const troubled = questions.findIndex((q) => q.box.querySelector("[aria-invalid]"));
  return troubled >= 0 ? troubled : Math.max(0, questions.findIndex((q) => !q.field("choice").value));
}

// ---- Keys

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  const target = event.target;
  const q = questions[at];
  if (event.key === "Escape" && q?.box.contains(target)) return focusCard();
  if (target.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])")) return;
  const isForward = event.key === (document.dir === "rtl" ? "ArrowLeft" : "ArrowRight");
  if (isForward || event.key === "ArrowLeft" || event.key === "ArrowRight") {
    event.preventDefault();
    return go(isForward ? 1 : -1);
  }
  if (event.key === "Enter" && !target.closest("a, button, summary")) {
    event.preventDefault();
    return go(1);
  }
  if (!q || !keys.checked) return;
  // On a keyboard of another script the letter stands where it would on a Latin one.
  const letter = /^[a-z]$/i.test(event.key) ? event.key : (/^(?:Key|Digit|Numpad)(.)$/.exec(event.code) || [])[1];
  if (letter && act(q, letter.toLowerCase())) event.preventDefault();
}

function act(q, letter) {
  const value = { d: "DK", n: "NA" }[letter] || letter;
  const radio = [...q.field("choice")].find((one) => one.value === value);
  if (radio) {
    radio.click();
    radio.focus({ preventScroll: true });
    radio.parentElement.scrollIntoView({ block: "nearest" });
    if (value === "NA") q.field("reason").focus();
  } else if (letter === "c") {
    q.box.querySelector(".answer-comment").open = true;
    q.field("comment").focus();
  }
  return radio || letter === "c";
}

// ---- Beginning

function rememberKeys() {
  try {
    keys.checked = localStorage.getItem("answer-keys") !== "off";
    keys.addEventListener("change", () => localStorage.setItem("answer-keys", keys.checked ? "on" : "off"));
  } catch {
    // no storage: the keys are on at each visit
  }
}

function touched(event, wait) {
  const box = event.target.closest(".answer-question");
  if (box) changed(questions[cards.indexOf(box)], wait);
}

form.addEventListener("input", (event) => touched(event, event.target.type === "radio" ? 0 : PAUSE));
form.addEventListener("change", (event) => touched(event, 0));
form.addEventListener("submit", (event) => {
  if (isClosed || !questions.some(isUnsaved)) return;
  event.preventDefault();
  wish = event.submitter;
  const undecided = questions.findIndex((q) => ["choose", "explain", "conflict", "refused"].includes(q.state));
  if (undecided >= 0) location.hash = cards[undecided].id;
  hurry();
});
bar.addEventListener("click", (event) => go(Number(event.target.closest("[data-go]")?.dataset.go || 0)));
document.addEventListener("keydown", pressed);
addEventListener("hashchange", () => {
  const index = cardOf(location.hash);
  if (index >= 0) arrive(index);
});
addEventListener("online", hurry);
document.addEventListener("visibilitychange", () => document.hidden && hurry());
addEventListener("beforeunload", (event) => {
  if (!isClosed && questions.some(isUnsaved)) event.preventDefault();
});

function hurry() {
  for (const q of questions) {
    if (q.sending) send(q);
    else if (q.state === "waiting") {
      clearTimeout(q.timer);
      launch(q);
    }
  }
}

rememberKeys();
page.classList.add("is-stepped");
page.querySelector(".answer-keys").hidden = bar.hidden = false;
const wanted = cardOf(location.hash);
show(wanted < 0 ? firstToDo() : wanted);
history.scrollRestoration = "manual";
history.replaceState(null, "", `#${cards[at].id}`);
