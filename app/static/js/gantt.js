// Moves the bars of a plan. The field of each day in the form below is what counts: a bar shows what stands there, and
// dragging it or pressing an arrow key types another day. So nothing can be done here that the form cannot do.
// Time runs from left to right in every language, and so do the arrow keys.

const FAR = 4; // weeks that Page Up and Page Down move by
const NEAR = 4; // pixels that a pointer may tremble before it drags

for (const table of document.querySelectorAll("[data-moves]")) enable(table);

function enable(table) {
  const panel = document.getElementById("gantt-moves");
  const days = table.dataset.days.split("|");
  const first = Date.parse(table.dataset.first);
  const lock = document.getElementById("gantt-lock");
  const status = document.querySelector("#gantt-pending [role=status]");
  const buttons = document.getElementById("gantt-buttons");
  const bars = [...table.querySelectorAll("[data-field]")].flatMap((cell) => bar(cell));
  if (!bars.length) return;
  const form = bars[0].input.form;
  let isSent = false;
  let isDragging = false;

  panel.hidden = false;
  document.getElementById("gantt-apply").addEventListener("click", apply);
  document.getElementById("gantt-back").addEventListener("click", () => {
    bars.filter(isMoved).forEach(takeBack);
    bars[0].handle.focus();
  });
  lock.addEventListener("change", () => bars.filter(isMoved).forEach(fix));
  form.addEventListener("input", showAll);
  form.addEventListener("submit", () => (isSent = true));
  // A browser that goes back, or reloads, gives back what was typed.
  addEventListener("pageshow", () => {
    isSent = false;
    showAll();
  });
  showAll();

  function bar(cell) {
    const input = document.getElementById(cell.dataset.field);
    if (!input) return [];
    const slot = document.createElement("div");
    slot.className = "gantt-slot";
    slot.dir = "ltr";
    const handle = slot.appendChild(document.createElement("div"));
    handle.className = "gantt-handle";
    handle.tabIndex = 0;
    handle.setAttribute("role", "slider");
    handle.setAttribute("aria-label", cell.dataset.label);
    handle.setAttribute("aria-describedby", "gantt-hint");
    handle.setAttribute("aria-valuemin", "1");
    const flag = handle.appendChild(document.createElement("span"));
    flag.className = "gantt-flag";
    flag.setAttribute("aria-hidden", "true");
    const title = cell.querySelector("title");
    if (title) handle.title = title.textContent;
    cell.append(slot);
    const one = {
      cell,
      handle,
      flag,
      input,
      lock: document.getElementById(input.id.replace("start-", "lock-")),
      stood: Number(cell.dataset.start),
      length: Number(cell.dataset.length),
    };
    one.last = Math.max(one.stood, days.length - one.length);
    handle.setAttribute("aria-valuemax", String(one.last + 1));
    handle.addEventListener("keydown", (event) => press(event, one));
    handle.addEventListener("pointerdown", (event) => drag(event, one));
    return [one];
  }

  function week(one) {
    const typed = Date.parse(one.input.value);
    return Number.isNaN(typed) ? one.stood : Math.floor((typed - first) / 604800000);
  }

  function isMoved(one) {
    return week(one) !== one.stood;
  }

  function move(one, wanted) {
    const to = Math.min(one.last, Math.max(0, wanted));
    one.input.value = new Date(first + to * 604800000).toISOString().slice(0, 10);
    fix(one);
    showAll();
  }

  // What was locked before stays locked, at its new day.
  function fix(one) {
    if (one.lock) one.lock.checked = one.lock.defaultChecked || (isMoved(one) && lock.checked);
  }

  function takeBack(one) {
    move(one, one.stood);
  }

  function showAll() {
    bars.forEach(show);
    if (isDragging) return; // what is let go of is applied at once
    const moved = bars.filter(isMoved);
    buttons.hidden = !moved.length;
    const text = moved.map((one) => `${one.cell.dataset.key}: ${days[week(one)] ?? one.input.value}`).join(", ");
    const told = moved.length ? `${status.dataset.text} ${text}` : "";
    if (status.textContent !== told) status.textContent = told;
  }

  function show(one) {
    const at = week(one);
    const text = days[at] ?? one.input.value;
    const inside = Math.min(Math.max(at, 0), days.length - 1);
    one.handle.style.insetInlineStart = `${(100 * inside) / days.length}%`;
    one.handle.style.inlineSize = `${(100 * one.length) / days.length}%`;
    one.handle.setAttribute("aria-valuenow", String(at + 1));
    one.handle.setAttribute("aria-valuetext", text);
    one.handle.classList.toggle("is-late", inside > days.length / 2);
    one.cell.classList.toggle("is-moved", at !== one.stood);
    one.flag.textContent = text;
  }

  function apply() {
    if (isSent) return;
    isSent = true;
    table.setAttribute("aria-busy", "true");
    form.requestSubmit();
  }

  function press(event, one) {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -FAR, PageUp: FAR }[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (by) move(one, week(one) + by);
    else if (event.key === "Enter" && bars.some(isMoved)) apply();
    else if (event.key === "Escape" && isMoved(one)) takeBack(one);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function drag(begin, one) {
    if (begin.button !== 0 || isSent) return;
    const from = week(one);
    const wide = one.cell.getBoundingClientRect().width / days.length;
    const listening = new AbortController();
    const { signal } = listening;
    one.handle.setPointerCapture(begin.pointerId);
    one.handle.addEventListener("pointermove", follow, { signal });
    one.handle.addEventListener("pointerup", () => end(true), { signal });
    one.handle.addEventListener("pointercancel", () => end(false), { signal });
    addEventListener("keydown", giveUp, { signal, capture: true });

    function follow(event) {
      const far = event.clientX - begin.clientX;
      isDragging ||= Math.abs(far) > NEAR;
      if (!isDragging) return;
      one.cell.classList.add("is-dragged");
      move(one, from + Math.round(far / wide));
    }

    function giveUp(event) {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      end(false);
    }

    function end(isMeant) {
      listening.abort();
      one.cell.classList.remove("is-dragged");
      if (!isDragging) return;
      isDragging = false;
      if (!isMeant) move(one, from);
      else if (week(one) !== from && bars.some(isMoved)) apply();
    }
  }
}
