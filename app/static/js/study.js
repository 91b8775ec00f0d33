// Tells the server that a page of a course is open, worked on or left, so that time at work can be reckoned there.
//
// Nothing runs on a clock: a beat goes out when somebody does something and the last one is a minute old. What was done
// is not told. Without this script only forms that are sent count.

const EVERY = 60_000; // milliseconds between two beats at least
const SIGNS = ["keydown", "pointerdown", "pointermove", "scroll", "focusin"];

const { beat, part } = document.querySelector("script[data-beat]").dataset;
const token = document.querySelector("[name=csrf_token]").value;
let last = -Infinity; // when the last beat went out

function tell(kind) {
  if (!navigator.onLine) return;
  last = performance.now();
  navigator.sendBeacon(beat, new URLSearchParams({ csrf_token: token, part, kind }));
}

function appear() {
  tell(document.hidden ? "leave" : "arrive");
}

function act() {
  if (!document.hidden && performance.now() - last >= EVERY) tell("work");
}

document.addEventListener("visibilitychange", appear);
for (const sign of SIGNS) document.addEventListener(sign, act, { passive: true, capture: true });
if (!document.hidden) appear();
