// A test under way: the time that is left, and a draft of the answers kept as they are given.
//
// Without this script the page states until when it must be handed in, and the form works as it is. The whole form is
// kept at once, the last one counts, and only one is under way at a time. Just before the time is over what was typed
// last is kept without its usual pause, since what is kept by then is what is handed in. A form that is being handed in
// holds every answer itself, so that nothing is kept beside it.

const PAUSE = 900; // milliseconds after the last change
const PATIENCE = 15000; // milliseconds for one try
const LONGEST_WAIT = 30; // seconds between two tries
const LAST = 3; // seconds before the end
const SHORT = 300; // seconds; from here on the clock stands out

const form = document.getElementById("attempt");
const state = form.querySelector("[data-draft]");

let isChanged = false;
let isHandedIn = false;
let trying; // what gives up the one try that is under way
let tries = 0;
let timer;

function say(what) {
  state.textContent = state.dataset[what];
}

// How numbers were understood that could be meant otherwise. Who has seen it here is not asked again on handing in.
function readBack({ read, seen }) {
  for (const note of form.querySelectorAll("[data-read-of]")) {
    const words = read[note.dataset.readOf] ?? "";
    if (note.textContent !== words) note.textContent = words;
  }
  form.elements.seen.value = seen;
}

async function keep() {
  if (trying || isHandedIn || !isChanged) return;
  clearTimeout(timer);
  isChanged = false;
  say("saving");
  trying = new AbortController();
  const patience = setTimeout(() => trying.abort(), PATIENCE);
  let status = 0;
  let back;
  try {
    const reply = await fetch(state.dataset.draft, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new FormData(form),
      signal: trying.signal,
    });
    status = reply.status;
    if (reply.ok) back = await reply.json();
  } catch {
    // no reply: tried again below
  }
  clearTimeout(patience);
  trying = undefined;
  if (status >= 200 && status < 300) {
    tries = 0;
    say("saved");
    if (back) readBack(back);
    if (isChanged) timer = setTimeout(keep, PAUSE);
  } else if (status === 409) {
    say("closed"); // in another window, or when the time was over: typing on would be in vain
  } else {
    isChanged = true;
    if (isHandedIn) return;
    say(navigator.onLine ? "failed" : "offline");
    timer = setTimeout(keep, Math.min(2 ** tries, LONGEST_WAIT) * 1000);
    tries += 1;
  }
}

form.addEventListener("input", () => {
  isChanged = true;
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
});
addEventListener("online", keep);

// A form that is sent without a connection takes the page and all answers with it.
form.addEventListener("submit", (event) => {
  if (!navigator.onLine) {
    event.preventDefault();
    say("offline");
    return;
  }
  isHandedIn = true;
  trying?.abort();
  setTimeout(() => {
    isHandedIn = false; // no page came of it: it was stopped, or failed and was come back from
    keep();
  }, PATIENCE);
});

// ---- The clock, from what the server said was left: this machine's own may be wrong.

const clock = document.querySelector("[data-left]");

function tick(end) {
  const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
  const words = left > 90 ? clock.dataset.minutes.replace("{0}", Math.ceil(left / 60)) : clock.dataset.seconds.replace("{0}", left);
  const text = left ? words : clock.dataset.over;
  const shown = clock.querySelector("strong");
  if (shown.textContent !== text) shown.textContent = text;
  clock.dataset.state = left > SHORT ? "ample" : "short";
  if (left <= LAST) keep();
  if (left) setTimeout(tick, 1000, end);
}

if (clock) tick(performance.now() + Number(clock.dataset.left) * 1000);
