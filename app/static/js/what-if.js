// Other conditions on a plan: what is ticked or typed shows at once, and the address follows. Without this module the
// button of the form does the same.

const PAUSE = 350; // milliseconds after the last touch

const form = document.querySelector("[data-what-if-form]");
const parts = ["[data-what-if-problems]", "[data-what-if-outcome]"];
let timer = 0;
let running = null;

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(show, PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  show();
});

async function show() {
  const asked = new URLSearchParams(new FormData(form));
  if (!asked.get("days")) asked.delete("days");
  const address = `${form.action}?${asked}`;
  running?.abort();
  running = new AbortController();
  const outcome = document.querySelector(parts[1]);
  outcome.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: running.signal });
    // 422 is a page that says what is wrong; anything else that fails is left to the browser.
    if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of parts) {
      document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
    }
    history.replaceState(null, "", address);
    document.getElementById("address").value = new URL(address, location.href).href;
  } catch (error) {
    if (error.name === "AbortError") return;
    location.assign(address);
    return;
  }
  outcome.removeAttribute("aria-busy");
}
