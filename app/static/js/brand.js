// A brand shows at once what is chosen, before anything is saved. Without this module the second button of the form does it.

const PAUSE = 350; // milliseconds after the last touch

const form = document.getElementById("brand-form");
const button = form.querySelector("[data-show]");
let timer = 0;
let running = null;

for (const field of form.querySelectorAll("[data-colour]")) addPicker(field);
form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(show, PAUSE);
});
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  running?.abort();
  if (event.submitter !== button) return;
  event.preventDefault();
  show();
});

// The browser's own colour picker beside the field; the field stays, since only it can be empty.
function addPicker(field) {
  const picker = document.createElement("input");
  picker.type = "color";
  picker.className = "colour-picker";
  picker.setAttribute("aria-label", field.dataset.colour);
  const follow = () => {
    const typed = field.value.trim().replace("#", "").toLowerCase();
    if (/^[0-9a-f]{6}$/.test(typed)) picker.value = `#${typed}`;
    else if (!typed) picker.value = field.dataset.ours; // what an empty field stands for
  };
  field.addEventListener("input", follow);
  picker.addEventListener("input", () => {
    field.value = picker.value.toUpperCase();
  });
  follow();
  const pair = document.createElement("div");
  pair.className = "colour-pair";
  field.before(pair);
  pair.append(field, picker);
}

async function show() {
  const asked = new FormData(form);
  asked.set("show", "1");
  running?.abort();
  running = new AbortController();
  const looks = document.querySelector("[data-looks]");
  looks.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body: asked, signal: running.signal });
    // 422 is a page that says what is wrong; what is shown then stays as it was.
    if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok) looks.replaceChildren(...page.querySelector("[data-looks]").childNodes);
    for (const field of form.querySelectorAll(".field")) takeProblem(field, page);
  } catch (error) {
    if (error.name === "AbortError") return;
  }
  looks.removeAttribute("aria-busy");
}

// Shows at a field what is wrong with it, as the page that came back does.
function takeProblem(field, page) {
  const control = field.querySelector("[name]");
  const given = control && page.getElementById(control.id)?.closest(".field");
  if (!given) return;
  field.querySelector(".field-error")?.remove();
  const problem = given.querySelector(".field-error");
  control.toggleAttribute("aria-invalid", Boolean(problem));
  if (!problem) return;
  control.setAttribute("aria-invalid", "true");
  (control.closest(".colour-pair") ?? control).before(problem);
}
